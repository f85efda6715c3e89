// /dialog/oauth: stands in for the window of Meta's Embedded Signup. It opens only for an app with a signup
// configuration and a return address of its own.
import { randomBytes } from "node:crypto";
import { GraphError } from "../graph-error.ts";
import type { App, NumberRecord } from "../seed.ts";
import type { Simulation } from "../simulation.ts";
import { leavings, sessionOf, type SignupEnd } from "./signup-ends.ts";
import { enterAccount, enterNumber, leaveCode, proveNumber } from "./signup-flow.ts";
import { type Asked, codePage, endPage, numberPage, type Wrong } from "./signup-page.ts";

const address = /^(?:\/v\d+\.\d+)?\/dialog\/oauth\/?(number|account|code|later|cancel|report)?$/;

function refusal(words: string): Response {
  return new Response(words, { status: 400, headers: { "content-type": "text/plain" } });
}

/** Only Meta knows the words of its window: these are ours. */
function wrongOf(error: unknown): Wrong {
  if (!(error instanceof GraphError)) throw error;
  const { code, subcode, userMessage } = error.shape;
  return { code: String(subcode ?? code), message: userMessage ?? error.message };
}

/** The login configuration selects v4, and `extras` is empty (Meta, Embedded Signup versions, 2026-06). */
function isFormerVersion(extras: string | null): boolean {
  return extras !== null && extras.replace(/\s/g, "") !== "{}";
}

type Granted = Pick<NumberRecord, "waba_id" | "claimed_from_waba_id">;

/** An app without a configured address may return its code to this machine only. */
function mayReturn(app: App, address: string): boolean {
  if (app.redirect_uris.length > 0) return app.redirect_uris.includes(address);
  return URL.canParse(address) && ["127.0.0.1", "localhost"].includes(new URL(address).hostname);
}

/** Returns null for any other path. */
export function createSignupWindow(simulation: Simulation) {
  function appOf(asked: Asked): App | undefined {
    const app = simulation.state.apps.find(({ id }) => id === asked.client_id);
    return app?.signup_config_id === asked.config_id && mayReturn(app, asked.redirect_uri) ? app : undefined;
  }

  const view = () => ({ state: simulation.state, now: simulation.now() });

  /** `phoneId`: null if the window ends without a number. */
  function leave(
    asked: Asked,
    end: SignupEnd | "finished",
    granted: Granted,
    phoneId: string | null,
    nonce: string,
  ): Response {
    const { state } = view();
    const session = sessionOf(end, {
      waba_id: granted.waba_id,
      business_id: state.wabas.find(({ id }) => id === granted.waba_id)?.owner_portfolio_id,
      ...(phoneId === null ? {} : { phone_number_id: phoneId }),
      step: "",
      error: state.settings.signupError,
    });
    const code = leaveCode(view(), asked.client_id, asked.redirect_uri, granted);
    return endPage(asked, session, { code }, nonce);
  }

  function close(
    asked: Asked,
    end: SignupEnd,
    facts: { step?: string | null; error?: Wrong },
    nonce: string,
  ): Response {
    const { step, error = simulation.state.settings.signupError } = facts;
    const session = sessionOf(end, { step: step ?? "PHONE_NUMBER_SETUP", error });
    return endPage(asked, session, { error: "access_denied" }, nonce);
  }

  function leaveAccount(asked: Asked, end: SignupEnd, phone: string, nonce: string): Response {
    const account = enterAccount(view(), asked.client_id, phone);
    return leave(asked, end, { waba_id: account.id, claimed_from_waba_id: null }, null, nonce);
  }

  function takeNumber(asked: Asked, phone: string, nonce: string): Response {
    const end = simulation.state.settings.signupEnd;
    if (end !== null && leavings[end] === "nothing") return close(asked, end, {}, nonce);
    if (end !== null && leavings[end] === "account") return leaveAccount(asked, end, phone, nonce);
    const { number, proved } = enterNumber(view(), asked.client_id, phone);
    if (proved || end === "unverified") return leave(asked, end ?? "finished", number, number.id, nonce);
    return codePage(asked, number.id, nonce);
  }

  function takeCode(asked: Asked, numberId: string, given: string, nonce: string): Response {
    const number = proveNumber(view(), numberId, given);
    const end = simulation.state.settings.signupEnd ?? "finished";
    return leave(asked, end, number, number.id, nonce);
  }

  function answer(act: string | undefined, asked: Asked, given: URLSearchParams, nonce: string): Response {
    const typed = given.get("phone") ?? "";
    const phone = `+${typed.replace(/\D/g, "")}`;
    const numberId = given.get("number") ?? "";
    try {
      switch (act) {
        case "number":
          return takeNumber(asked, phone, nonce);
        case "account":
          return leaveAccount(asked, "no_number", phone, nonce);
        case "code":
          return takeCode(asked, numberId, (given.get("code") ?? "").replace(/\D/g, ""), nonce);
        case "later": {
          const number = simulation.state.numbers.findLast(({ id }) => id === numberId);
          if (!number) return refusal("No such number.");
          return leave(asked, "unverified", number, number.id, nonce);
        }
        case "cancel":
          return close(asked, "cancel", { step: given.get("step") }, nonce);
        case "report": {
          const error = { code: given.get("error_code") ?? "", message: given.get("error_message") ?? "" };
          return close(asked, "cancel_error", { error }, nonce);
        }
        default:
          return numberPage(asked, "", nonce);
      }
    } catch (error) {
      const wrong = wrongOf(error);
      return act === "code"
        ? codePage(asked, numberId, nonce, wrong)
        : numberPage(asked, typed, nonce, wrong);
    }
  }

  return async (request: Request): Promise<Response | null> => {
    const url = new URL(request.url);
    const [found, act] = address.exec(url.pathname) ?? [];
    if (found === undefined) return null;
    if (act === undefined && !url.pathname.endsWith("/")) {
      // So that the forms' addresses resolve below this one.
      return new Response(null, { status: 302, headers: { location: `${url.pathname}/${url.search}` } });
    }
    if (request.method !== (act === undefined ? "GET" : "POST")) return refusal("No such page.");
    const given = act === undefined ? url.searchParams : new URLSearchParams(await request.text());
    const asked: Asked = {
      client_id: given.get("client_id") ?? "",
      config_id: given.get("config_id") ?? "",
      redirect_uri: given.get("redirect_uri") ?? "",
      state: given.get("state") ?? "",
    };
    if (!appOf(asked)) return refusal("This app has no signup window at this address.");
    const { signupFormerExtras } = simulation.state.settings;
    if (signupFormerExtras === "refuse" && isFormerVersion(given.get("extras")))
      return refusal("Embedded Signup v2 and v3 have ended: leave extras empty.");
    const response = answer(act, asked, given, randomBytes(16).toString("base64"));
    simulation.persist(simulation.state.lastEffect);
    return response;
  };
}
