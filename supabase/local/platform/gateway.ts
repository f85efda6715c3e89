/** The local platform's only entrance, as on hosted: keys, tokens, CORS, then REST, Auth or the functions. */
import type { AccessTokens } from "./access-tokens.ts";
import { raisedError } from "./connection.ts";
import { mendRestError } from "./rest-errors.ts";

type Fetch = (request: Request) => Promise<Response>;

export type GatewayParts = {
  lite: Fetch;
  authRoutes: Fetch;
  authAdmin: Fetch;
  /** Undefined until the functions run. */
  functionsUrl: () => string | undefined;
  /** Functions that a caller without a token may reach (verify_jwt = false). */
  openFunctions: ReadonlySet<string>;
  tokens: AccessTokens;
  publishableKey: string;
  secretKey: string;
  /** The only page that may call from a browser: other pages on this machine may belong to others. */
  appOrigin: string;
  /** Answers callers that try to sign in too often. */
  signInGuard?: (request: Request) => Response | undefined;
};

const corsFor = (appOrigin: string) => ({
  "access-control-allow-origin": appOrigin,
  vary: "origin",
  "access-control-allow-methods": "GET, POST, PUT, PATCH, DELETE, OPTIONS, HEAD",
  "access-control-allow-headers":
    "authorization, apikey, content-type, x-client-info, prefer, range, accept-profile, content-profile, x-supabase-api-version",
  "access-control-expose-headers":
    "content-range, content-disposition, location, preference-applied, retry-after, x-total-count",
  "access-control-max-age": "600",
});

function withHeaders(response: Response, more: Readonly<Record<string, string>>): Response {
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(more)) headers.set(name, value);
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

/** Headers about the connection from the browser to us say nothing about ours to the functions. */
const ofThisHop = ["connection", "expect", "host", "keep-alive", "transfer-encoding", "upgrade"];

function forwarded(request: Request): RequestInit {
  const headers = new Headers(request.headers);
  for (const name of ofThisHop) headers.delete(name);
  // A compressed answer would be decompressed on the way and still be labelled as compressed.
  headers.set("accept-encoding", "identity");
  const { method, signal } = request;
  const init: RequestInit & { duplex: "half" } = {
    method,
    headers,
    signal,
    redirect: "manual",
    duplex: "half",
  };
  if (request.body) init.body = request.body;
  return init;
}

const refusal = (status: number, body: object) => Response.json(body, { status });

type Caller =
  | { kind: "anonymous" }
  | { kind: "service" }
  | { kind: "user"; token: string }
  | { kind: "refused"; response: Response };

/** Like hosted Auth with second factors switched off: the local sign-in server has none. */
const noFactors = {
  code: 422,
  error_code: "mfa_totp_enroll_not_enabled",
  msg: "MFA enroll is disabled for TOTP",
};

export function createGateway(parts: GatewayParts): Fetch {
  const { publishableKey, secretKey, tokens, appOrigin } = parts;
  const cors = corsFor(appOrigin);
  const withCors = (response: Response) => withHeaders(response, cors);
  // As on hosted, functions decide themselves whether pages may call; here one page may.
  const ofOurPage = (response: Response) =>
    response.headers.has("access-control-allow-origin")
      ? withHeaders(response, { "access-control-allow-origin": appOrigin, vary: "origin" })
      : response;

  async function callerOf(request: Request): Promise<Caller> {
    const apikey = request.headers.get("apikey") ?? new URL(request.url).searchParams.get("apikey");
    const bearer = request.headers.get("authorization")?.replace(/^Bearer\s+/i, "") ?? apikey;
    if (apikey !== publishableKey && apikey !== secretKey) {
      return {
        kind: "refused",
        response: refusal(401, { code: "401", message: "No valid API key found in request" }),
      };
    }
    if (bearer === secretKey) return { kind: "service" };
    if (bearer === null || bearer === publishableKey)
      return apikey === secretKey ? { kind: "service" } : { kind: "anonymous" };
    const verdict = await tokens.verify(bearer);
    if ("claims" in verdict)
      return verdict.claims.role === "service_role" ? { kind: "service" } : { kind: "user", token: bearer };
    const expired = verdict.problem === "expired";
    const message = expired ? "JWT expired" : "No suitable key or wrong key type";
    const body = { code: expired ? "PGRST303" : "PGRST301", details: null, hint: null, message };
    return { kind: "refused", response: refusal(401, body) };
  }

  /** Lite derives its role from the key alone, so a verified token travels as a key of our own. */
  function forLite(request: Request, caller: Caller): Request {
    const headers = new Headers(request.headers);
    headers.delete("authorization");
    headers.set(
      "apikey",
      caller.kind === "service" ? secretKey : caller.kind === "user" ? `int_${caller.token}` : publishableKey,
    );
    return new Request(request, { headers });
  }

  async function rest(request: Request, caller: Caller): Promise<Response> {
    const place = {};
    return raisedError.run(place, async () => {
      const response = await parts.lite(forLite(request, caller));
      return mendRestError(response, raisedError.getStore()?.error, caller.kind === "anonymous");
    });
  }

  /** As on hosted: a key is no token, so a function that requires a token (verify_jwt) refuses keys too. */
  async function lacksToken(request: Request, name: string): Promise<Response | undefined> {
    if (request.method === "OPTIONS" || parts.openFunctions.has(name)) return undefined;
    const header = request.headers.get("authorization");
    if (!header) return refusal(401, { code: 401, message: "Missing authorization header" });
    const verdict = await tokens.verify(header.replace(/^Bearer\s+/i, ""));
    return "claims" in verdict ? undefined : refusal(401, { code: 401, message: "Invalid JWT" });
  }

  async function functions(request: Request, pathname: string): Promise<Response> {
    const name = pathname.split("/")[3] ?? "";
    const refused = await lacksToken(request, name);
    if (refused) return withCors(refused);
    const base = parts.functionsUrl();
    const unreachable = () =>
      withCors(refusal(503, { code: "BOOT_ERROR", message: "The functions are not running" }));
    if (!base) return unreachable();
    const { search } = new URL(request.url);
    const url = `${base}/${name}${pathname.slice(`/functions/v1/${name}`.length)}${search}`;
    return fetch(url, forwarded(request)).then(ofOurPage, unreachable);
  }

  async function auth(request: Request, pathname: string): Promise<Response> {
    if (pathname === "/auth/v1/factors") return refusal(422, noFactors);
    if (!pathname.startsWith("/auth/v1/admin/"))
      return parts.signInGuard?.(request) ?? parts.authRoutes(request);
    const caller = await callerOf(request);
    if (caller.kind === "service") return parts.authAdmin(request);
    return refusal(403, { code: 403, error_code: "not_admin", msg: "User not allowed" });
  }

  async function answer(request: Request, pathname: string): Promise<Response> {
    if (pathname.startsWith("/auth/v1/")) return auth(request, pathname);
    if (!pathname.startsWith("/rest/v1/")) return refusal(404, { message: "Not found" });
    const caller = await callerOf(request);
    return caller.kind === "refused" ? caller.response : rest(request, caller);
  }

  return async (request) => {
    const { pathname } = new URL(request.url);
    // Functions answer preflights and set CORS themselves, as on hosted.
    if (pathname.startsWith("/functions/v1/")) return functions(request, pathname);
    if (request.method === "OPTIONS") {
      const asked = request.headers.get("access-control-request-headers");
      const headers = asked ? { ...cors, "access-control-allow-headers": asked } : cors;
      return new Response(null, { status: 204, headers });
    }
    return withCors(await answer(request, pathname));
  };
}
