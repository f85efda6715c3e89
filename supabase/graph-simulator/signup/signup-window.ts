// /dialog/oauth: stands in for the window in which Meta's Embedded Signup runs. It
// opens only for an app with a signup configuration and a return address of its own.
import { randomBytes } from "node:crypto";
import { GraphError } from "../graph-error.ts";
import type { App, NumberRecord } from "../seed.ts";
import type { Simulation } from "../simulation.ts";
import { enterNumber, leaveCode, proveNumber } from "./signup-flow.ts";
import { type Asked, codePage, endPage, numberPage } from "./signup-page.ts";

const address = /^(?:\/v\d+\.\d+)?\/dialog\/oauth\/?(number|code|cancel)?$/;

function refusal(words: string): Response {
  return new Response(words, { status: 400, headers: { "content-type": "text/plain" } });
}

/** The words of a window are Meta's to choose: these are ours. */
function wordsOf(error: unknown): string {
  if (!(error instanceof GraphError)) throw error;
  return error.shape.userMessage ?? error.message;
}

/** An app that names no address may bring its code to this machine only. */
function mayReturn(app: App, address: string): boolean {
  if (app.redirect_uris.length > 0) return app.redirect_uris.includes(address);
  return URL.canParse(address) && ["127.0.0.1", "localhost"].includes(new URL(address).hostname);
}

/** Answers null for any other address. */
export function createSignupWindow(simulation: Simulation) {
  function appOf(asked: Asked): App | undefined {
    const app = simulation.state.apps.find(({ id }) => id === asked.client_id);
    return app?.signup_config_id === asked.config_id && mayReturn(app, asked.redirect_uri) ? app : undefined;
  }

  function finish(asked: Asked, number: NumberRecord, nonce: string): Response {
    const world = { state: simulation.state, now: simulation.now() };
    const code = leaveCode(world, asked.client_id, asked.redirect_uri, number);
    const business = world.state.wabas.find(({ id }) => id === number.waba_id)?.owner_portfolio_id;
    const data = { phone_number_id: number.id, waba_id: number.waba_id, business_id: business };
    return endPage(
      asked,
      { type: "WA_EMBEDDED_SIGNUP", event: "FINISH", version: "3", data },
      { code },
      nonce,
    );
  }

  function answer(act: string | undefined, asked: Asked, given: URLSearchParams, nonce: string): Response {
    const world = { state: simulation.state, now: simulation.now() };
    if (act === "cancel") {
      const session = {
        type: "WA_EMBEDDED_SIGNUP",
        event: "CANCEL",
        version: "3",
        data: { current_step: "PHONE_NUMBER_SETUP" },
      };
      return endPage(asked, session, { error: "access_denied" }, nonce);
    }
    const phone = given.get("phone") ?? "";
    if (act === "number") {
      try {
        const { number, proved } = enterNumber(world, asked.client_id, `+${phone.replace(/\D/g, "")}`);
        return proved ? finish(asked, number, nonce) : codePage(asked, number.id, nonce);
      } catch (error) {
        return numberPage(asked, phone, nonce, wordsOf(error));
      }
    }
    if (act === "code") {
      const number = given.get("number") ?? "";
      try {
        const code = (given.get("code") ?? "").replace(/\D/g, "");
        return finish(asked, proveNumber(world, number, code), nonce);
      } catch (error) {
        return codePage(asked, number, nonce, wordsOf(error));
      }
    }
    return numberPage(asked, phone, nonce);
  }

  return async (request: Request): Promise<Response | null> => {
    const url = new URL(request.url);
    const [found, act] = address.exec(url.pathname) ?? [];
    if (found === undefined) return null;
    if (act === undefined && !url.pathname.endsWith("/")) {
      // So that the forms' addresses are found below this one.
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
    const response = answer(act, asked, given, randomBytes(16).toString("base64"));
    simulation.persist(simulation.state.lastEffect);
    return response;
  };
}
