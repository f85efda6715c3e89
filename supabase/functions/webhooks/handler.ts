/** Receives Meta's webhooks: verifies the sender, makes one insert, answers 200. The tick interprets them later. */
import { base64Of } from "../_shared/base64.ts";
import { createCall } from "../_shared/database/call.ts";
import { type Handler, headers, json, readBody, serve } from "../_shared/http.ts";
import type { Logger } from "../_shared/log.ts";
import { Refusal } from "#domain/commands/refusal.ts";
import type { SupabaseRuntime, WebhookRuntime } from "../_shared/runtime.ts";
import { sha256Hex } from "../_shared/sha256.ts";
import { constantTimeEqual } from "../_shared/constant-time-equal.ts";
import { createServiceClient } from "../_shared/database/service-client.ts";
import { createUserClient } from "../_shared/database/user-client.ts";
import { createRefusalCount } from "./refusal-count.ts";
import { createVerifySignature } from "./signature.ts";

export type WebhooksDeps = {
  supabase: SupabaseRuntime;
  webhooks: WebhookRuntime;
  log: Logger;
  fetch?: typeof fetch;
  /** Milliseconds since 1970. */
  now?: () => number;
};

/** Meta sends no more than that. */
const maxBytes = 3 * 1024 * 1024;

/**
 * GET, the handshake → 200 with the challenge as plain text; 403 not_permitted for another token or a challenge that is
 * not digits. POST, signed → 200 {}; 401 bad_signature, 413 too_large; any signed body is accepted.
 */
export function createWebhooksHandler({
  supabase,
  webhooks,
  log,
  fetch,
  now = Date.now,
}: WebhooksDeps): Handler {
  const { receiverToken } = webhooks;
  const client = receiverToken
    ? createUserClient(supabase, `Bearer ${receiverToken}`, fetch)
    : createServiceClient(supabase, fetch);
  const call = createCall(client, log);
  const isSigned = createVerifySignature(webhooks.appSecrets);
  const countRefusal = createRefusalCount(async (count) => {
    // The answer is the same, counted or not.
    await call("engine_count_refused_webhooks", { p_count: count }).catch((error: unknown) =>
      log.error("refusals_not_counted", { message: error instanceof Error ? error.message : String(error) }),
    );
  }, now);

  const shakeHands = serve("GET", log, async (request) => {
    const asked = new URL(request.url).searchParams;
    const challenge = asked.get("hub.challenge") ?? "";
    const isOurs = await constantTimeEqual(asked.get("hub.verify_token") ?? "", webhooks.verifyToken);
    if (asked.get("hub.mode") !== "subscribe" || !isOurs || !/^\d{1,64}$/.test(challenge))
      throw new Refusal(403, "not_permitted");
    return new Response(challenge, { headers: headers("text/plain; charset=utf-8") });
  });

  const take = serve("POST", log, async (request) => {
    const body = await readBody(request, maxBytes);
    if (!(await isSigned(request.headers.get("x-hub-signature-256"), body))) {
      log.info("webhook_refused", { code: "bad_signature" });
      await countRefusal();
      throw new Refusal(401, "bad_signature");
    }
    await call("engine_receive_webhook", { p_digest: await sha256Hex(body), p_body: base64Of(body) });
    return json({});
  });

  return (request) => (request.method === "GET" ? shakeHands(request) : take(request));
}
