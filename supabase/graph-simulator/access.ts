// Decides who may read and do what, from the bearer token, the proof of the app's secret, and the WABAs that the token
// reads or manages.
import { createHmac, timingSafeEqual } from "node:crypto";
import { graphError } from "./graph-error.ts";
import { type GraphRequest, textParam } from "./graph-request.ts";
import type { App, Token, Waba } from "./seed.ts";
import type { SimulatorState } from "./state.ts";

const proofLifetimeMs = 5 * 60_000;

/** `wallClock` (ms) ages the proof, `now` (ms, virtual) ages the token. */
export function authenticate(
  state: SimulatorState,
  request: GraphRequest,
  now: number,
  wallClock: number,
): Token {
  if (request.tokenInQuery) {
    throw graphError(190, {
      message: "Invalid OAuth access token - tokens are only read from the Authorization header",
    });
  }
  if (request.bearer === null) throw graphError(104);
  const token =
    appToken(state, request.bearer) ?? state.tokens.find((candidate) => candidate.token === request.bearer);
  if (!token) throw graphError(190);
  if (token.revoked)
    throw graphError(190, { subcode: 460, message: "Error validating access token: it was revoked" });
  if (isExpired(token, now)) {
    throw graphError(190, { subcode: 463, message: "Error validating access token: Session has expired" });
  }
  const app = state.apps.find((candidate) => candidate.id === token.appId);
  if (app) checkProof(app, token, request, wallClock);
  return token;
}

/** An app with its own credentials: `id|secret`. It has access to no account. */
function appToken(state: SimulatorState, bearer: string): Token | undefined {
  const [id, secret] = bearer.split("|");
  const app = state.apps.find((candidate) => candidate.id === id && candidate.secret === secret);
  return app === undefined || secret === undefined ? undefined : nobody(app.id, bearer);
}

/** A caller of an app without any account or permission. */
export function nobody(appId: string, token = ""): Token {
  return {
    token,
    appId,
    portfolioId: "0",
    scopes: [],
    expiresAt: null,
    dataAccessExpiresAt: null,
    revoked: false,
    readableWabaIds: [],
    manageableWabaIds: [],
  };
}

export function isExpired(token: Token, now: number): boolean {
  return token.expiresAt !== null && Date.parse(token.expiresAt) <= now;
}

function hmac(secret: string, text: string): Buffer {
  return Buffer.from(createHmac("sha256", secret).update(text).digest("hex"));
}

function checkProof(app: App, token: Token, request: GraphRequest, wallClock: number): void {
  const proof = textParam(request.params, "appsecret_proof");
  if (app.secret === null) return;
  if (proof === undefined) {
    if (!app.requireAppsecretProof) return;
    throw graphError(100, { message: "API calls from the server require an appsecret_proof argument" });
  }
  const time = textParam(request.params, "appsecret_time");
  const fresh = time === undefined || Math.abs(wallClock - Number(time) * 1000) <= proofLifetimeMs;
  const expected = hmac(app.secret, time === undefined ? token.token : `${token.token}|${time}`);
  const given = Buffer.from(proof);
  if (!fresh || given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw graphError(100, { message: "Invalid appsecret_proof provided in the API argument" });
  }
}

export function mayManage(token: Token, wabaId: string): boolean {
  return token.manageableWabaIds.includes(wabaId);
}

export function mayRead(token: Token, wabaId: string): boolean {
  return mayManage(token, wabaId) || token.readableWabaIds.includes(wabaId);
}

/** The business a WABA represents: its owner, unless it acts on behalf of another. */
export function representedBusiness(waba: Waba): string {
  return waba.on_behalf_of_portfolio_id ?? waba.owner_portfolio_id;
}

export function mayReadPortfolio(state: SimulatorState, token: Token, portfolioId: string): boolean {
  const isItsBusiness = (waba: Waba) =>
    waba.owner_portfolio_id === portfolioId || representedBusiness(waba) === portfolioId;
  return (
    token.portfolioId === portfolioId ||
    state.wabas.some((waba) => isItsBusiness(waba) && mayRead(token, waba.id))
  );
}
