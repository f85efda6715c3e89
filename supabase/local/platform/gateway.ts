/** The one door of the local platform, as hosted has it: keys, tokens, CORS, then REST, Auth or the functions. */
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
};

const cors = {
  "access-control-allow-origin": "*",
  "access-control-allow-methods": "GET, POST, PUT, PATCH, DELETE, OPTIONS, HEAD",
  "access-control-allow-headers":
    "authorization, apikey, content-type, x-client-info, prefer, range, accept-profile, content-profile, x-supabase-api-version",
  "access-control-expose-headers":
    "content-range, content-disposition, location, preference-applied, x-total-count",
  "access-control-max-age": "600",
};

function withCors(response: Response): Response {
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(cors)) headers.set(name, value);
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

const refusal = (status: number, body: object) => Response.json(body, { status });

type Caller =
  | { kind: "anonymous" }
  | { kind: "service" }
  | { kind: "user"; token: string }
  | { kind: "refused"; response: Response };

export function createGateway(parts: GatewayParts): Fetch {
  const { publishableKey, secretKey, tokens } = parts;

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

  /** Lite takes its role from the key alone: a verified token travels as a key of our own making. */
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

  async function functions(request: Request, pathname: string): Promise<Response> {
    const name = pathname.split("/")[3] ?? "";
    if (!parts.openFunctions.has(name)) {
      const caller = await callerOf(request);
      if (caller.kind === "refused")
        return refusal(401, { code: 401, message: "Missing or invalid authorization" });
    }
    const base = parts.functionsUrl();
    const unreachable = refusal(503, { code: "BOOT_ERROR", message: "The functions are not running" });
    if (!base) return unreachable;
    const { search } = new URL(request.url);
    const forwarded: RequestInit & { duplex: "half" } = {
      method: request.method,
      headers: request.headers,
      redirect: "manual",
      signal: request.signal,
      duplex: "half",
    };
    if (request.body) forwarded.body = request.body;
    return fetch(
      `${base}/${name}${pathname.slice(`/functions/v1/${name}`.length)}${search}`,
      forwarded,
    ).catch(() => unreachable);
  }

  async function auth(request: Request, pathname: string): Promise<Response> {
    if (!pathname.startsWith("/auth/v1/admin/")) return parts.authRoutes(request);
    const caller = await callerOf(request);
    if (caller.kind === "service") return parts.authAdmin(request);
    return refusal(403, { code: 403, error_code: "not_admin", msg: "User not allowed" });
  }

  async function answer(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (pathname.startsWith("/functions/v1/")) return functions(request, pathname);
    if (pathname.startsWith("/auth/v1/")) return auth(request, pathname);
    if (!pathname.startsWith("/rest/v1/")) return refusal(404, { message: "Not found" });
    const caller = await callerOf(request);
    return caller.kind === "refused" ? caller.response : rest(request, caller);
  }

  return async (request) => {
    if (request.method === "OPTIONS") return new Response(null, { status: 204, headers: cors });
    return withCors(await answer(request));
  };
}
