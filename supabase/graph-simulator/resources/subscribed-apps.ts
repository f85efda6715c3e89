// The apps that receive the webhooks of a WABA. The app is the token's own.
import { graphError } from "../graph-error.ts";
import { textParam } from "../graph-request.ts";
import { type Call, type Operation, wabaOperation } from "../operation.ts";
import { page } from "../paging.ts";
import type { Waba } from "../seed.ts";

const common = { edge: "subscribed_apps", scope: "whatsapp_business_management" } as const;

function subscriptionOf(call: Call, waba: Waba) {
  return waba.subscribed_apps.find((subscription) => subscription.app_id === call.token.appId);
}

/** Only an app that already has a plain subscription may set its own callback. */
function setOverride(call: Call, waba: Waba, callback: string): void {
  const present = subscriptionOf(call, waba);
  if (!present) {
    throw graphError(100, {
      message:
        "(#100) Before override the current callback uri, your app must be subscribed to receive messages",
    });
  }
  if (textParam(call.request.params, "verify_token") === undefined) {
    throw graphError(100, { message: "(#100) The parameter verify_token is required." });
  }
  if (!callback.startsWith("https://"))
    throw graphError(100, { message: "(#100) override_callback_uri must be https" });
  present.override_callback_uri = callback;
  call.effect(`callback of app ${present.app_id} on ${waba.id} overridden`);
}

export const subscribedAppsOperations: Operation[] = [
  wabaOperation({
    ...common,
    name: "list_subscribed_apps",
    method: "GET",
    manage: false,
    run(call, waba) {
      const apps = waba.subscribed_apps.map(({ app_id: id, override_callback_uri: callback }) => {
        const name = call.state.apps.find((app) => app.id === id)?.name ?? "Unknown app";
        const data = { id, name, link: `https://www.facebook.com/games/?app_id=${id}` };
        return { whatsapp_business_api_data: data, ...(callback ? { override_callback_uri: callback } : {}) };
      });
      return page(call, apps, 25);
    },
  }),
  wabaOperation({
    ...common,
    name: "subscribe_app",
    method: "POST",
    manage: true,
    run(call, waba) {
      const callback = textParam(call.request.params, "override_callback_uri");
      if (callback !== undefined) setOverride(call, waba, callback);
      else if (!subscriptionOf(call, waba)) {
        waba.subscribed_apps.push({ app_id: call.token.appId, override_callback_uri: null });
        call.effect(`app ${call.token.appId} subscribed to ${waba.id}`);
      }
      return { success: true };
    },
  }),
  wabaOperation({
    ...common,
    name: "unsubscribe_app",
    method: "DELETE",
    manage: true,
    run(call, waba) {
      const before = waba.subscribed_apps.length;
      waba.subscribed_apps = waba.subscribed_apps.filter(
        (subscription) => subscription.app_id !== call.token.appId,
      );
      if (waba.subscribed_apps.length < before)
        call.effect(`app ${call.token.appId} unsubscribed from ${waba.id}`);
      return { success: true };
    },
  }),
];
