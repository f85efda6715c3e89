/** The sign-in routes of Lite, with what supabase-js and hosted projects expect of them. */
import * as z from "zod";
import type { AccessTokens } from "./access-tokens.ts";

type Fetch = (request: Request) => Promise<Response>;

const session = z.looseObject({ access_token: z.string() });
const verification = z.looseObject({ type: z.string() });

async function withEnrichedToken(
  response: Response,
  tokens: AccessTokens,
  method: "password" | "otp",
): Promise<Response> {
  if (!response.ok) return response;
  const body: unknown = await response.json();
  const parsed = session.safeParse(body);
  if (!parsed.success) return Response.json(body, { status: response.status });
  const access_token = await tokens.enrich(parsed.data.access_token, method);
  return Response.json({ ...parsed.data, access_token }, { status: response.status });
}

/** A code from an e-mail has one type for supabase-js; Lite keeps two apart. */
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

/** A link from an e-mail ends in a redirect to the app with the session behind the `#`. */
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

/** Answers /auth/v1/* but the admin part. */
export function createAuthRoutes(lite: Fetch, tokens: AccessTokens): Fetch {
  return async (request) => {
    const { pathname } = new URL(request.url);
    if (request.method === "POST" && pathname === "/auth/v1/verify") return verifyCode(request, lite, tokens);
    if (request.method === "GET" && pathname === "/auth/v1/verify") return followLink(request, lite, tokens);
    if (request.method === "POST" && (pathname === "/auth/v1/token" || pathname === "/auth/v1/signup")) {
      return withEnrichedToken(await lite(request), tokens, "password");
    }
    return lite(request);
  };
}
