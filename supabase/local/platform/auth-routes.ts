/** Adapts Lite's sign-in routes to what supabase-js and hosted projects expect. */
import bcrypt from "bcryptjs";
import type { Sql } from "postgres";
import * as z from "zod";
import type { AccessTokens, SignInMethod } from "./access-tokens.ts";

type Fetch = (request: Request) => Promise<Response>;

const session = z.looseObject({ access_token: z.string() });
const verification = z.looseObject({ type: z.string() });

async function withEnrichedToken(
  response: Response,
  tokens: AccessTokens,
  method: SignInMethod | null,
): Promise<Response> {
  if (!response.ok) return response;
  const body: unknown = await response.json();
  const parsed = session.safeParse(body);
  if (!parsed.success) return Response.json(body, { status: response.status });
  const access_token = await tokens.enrich(parsed.data.access_token, method);
  return Response.json({ ...parsed.data, access_token }, { status: response.status });
}

/** supabase-js has one type for a code from an e-mail; Lite distinguishes two. */
async function verifyCode(request: Request, lite: Fetch, tokens: AccessTokens): Promise<Response> {
  const body = verification.safeParse(await request.json().catch(() => undefined));
  if (!body.success)
    return Response.json(
      { code: 400, error_code: "validation_failed", msg: "A type is needed" },
      { status: 400 },
    );
  const types = body.data.type === "email" ? ["magiclink", "signup"] : [body.data.type];
  let answer = new Response(null, { status: 400 });
  for (const type of types) {
    const { headers, url } = request;
    answer = await lite(
      new Request(url, { method: "POST", headers, body: JSON.stringify({ ...body.data, type }) }),
    );
    if (answer.ok) break;
  }
  return withEnrichedToken(answer, tokens, "otp");
}

/** A link from an e-mail redirects to the app with the session behind the `#`. */
async function followLink(request: Request, lite: Fetch, tokens: AccessTokens): Promise<Response> {
  const answer = await lite(request);
  const [address, fragment] = answer.headers.get("location")?.split("#") ?? [];
  const facts = new URLSearchParams(fragment);
  const token = facts.get("access_token");
  if (!token) return answer;
  facts.set("access_token", await tokens.enrich(token, "otp"));
  const headers = new Headers(answer.headers);
  headers.set("location", `${address}#${facts}`);
  return new Response(null, { status: answer.status, headers });
}

const password = z.looseObject({ email: z.string(), password: z.string() });
const refresh = z.looseObject({ refresh_token: z.string() });
const otp = z.looseObject({ email: z.string(), create_user: z.boolean().optional() });

const bodyOf = (request: Request): Promise<unknown> =>
  request
    .clone()
    .json()
    .catch(() => undefined);
const refusal = (code: number, error_code: string, msg: string) =>
  Response.json({ code, error_code, msg }, { status: code });

/** The hash of any password; only the comparison's duration matters. */
const nobodysHash = bcrypt.hash("nobody", 10);
/** Seconds in which a refresh may be repeated: its answer may have been lost (hosted's default). */
const graceSeconds = 10;

/** Answers /auth/v1/* except the admin part. */
export function createAuthRoutes(lite: Fetch, tokens: AccessTokens, sql: Sql): Fetch {
  /** Neither the answer nor its timing reveals whether an address has an account. */
  async function signInByPassword(request: Request): Promise<Response> {
    const body = password.safeParse(await bodyOf(request));
    if (body.success) {
      const [known] = await sql`select from auth.users where email = ${body.data.email.toLowerCase()}
        and encrypted_password <> '' and email_confirmed_at is not null`;
      if (!known) {
        await bcrypt.compare(body.data.password, await nobodysHash);
        return refusal(400, "invalid_credentials", "Invalid login credentials");
      }
    }
    return withEnrichedToken(await lite(request), tokens, "password");
  }

  async function prolong(request: Request): Promise<Response> {
    const body = refresh.safeParse(await bodyOf(request));
    const [spent] = await sql`select from auth.refresh_tokens where token = ${body.data?.refresh_token ?? ""}
      and revoked and updated_at < now() - make_interval(secs => ${graceSeconds})`;
    if (spent) return refusal(400, "refresh_token_already_used", "Invalid Refresh Token: Already Used");
    return withEnrichedToken(await lite(request), tokens, null);
  }

  async function mailCode(request: Request): Promise<Response> {
    const body = otp.safeParse(await bodyOf(request));
    const answer = await lite(request);
    return body.data?.create_user === false && answer.status === 422 ? Response.json({}) : answer;
  }

  return async (request) => {
    const { pathname, searchParams } = new URL(request.url);
    if (request.method === "POST" && pathname === "/auth/v1/verify") return verifyCode(request, lite, tokens);
    if (request.method === "GET" && pathname === "/auth/v1/verify") return followLink(request, lite, tokens);
    if (request.method !== "POST") return lite(request);
    if (pathname === "/auth/v1/signup")
      return refusal(422, "signup_disabled", "Signups not allowed for this instance");
    if (pathname === "/auth/v1/otp") return mailCode(request);
    if (pathname === "/auth/v1/token")
      return searchParams.get("grant_type") === "refresh_token"
        ? prolong(request)
        : signInByPassword(request);
    return lite(request);
  };
}
