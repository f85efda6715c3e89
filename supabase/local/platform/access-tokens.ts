/** Verifies access tokens before anything else sees them, and adds the claims that hosted projects have. */
import { errors, jwtVerify, SignJWT } from "jose";
import type { Sql } from "postgres";
import * as z from "zod";

const tokenRoles = ["anon", "authenticated", "service_role", "webhook_receiver"] as const;

export type SignInMethod = "password" | "otp";

export type TokenProblem = "expired" | "invalid";

export type AccessTokens = ReturnType<typeof createAccessTokens>;

const claimsSchema = z.looseObject({
  sub: z.string().optional(),
  role: z.enum(tokenRoles),
  iat: z.number().optional(),
});

/** The token of the function that receives webhooks; on a hosted project the operator signs the same. */
export function receiverToken(secret: string): Promise<string> {
  const token = new SignJWT({ role: "webhook_receiver" }).setProtectedHeader({ alg: "HS256", typ: "JWT" });
  return token.sign(new TextEncoder().encode(secret));
}

export function createAccessTokens(secret: string, issuer: string, sql: Sql) {
  const key = new TextEncoder().encode(secret);

  /** The database would obey a role beyond those of the API, so such a token counts as forged. */
  async function verify(
    token: string,
  ): Promise<{ claims: z.infer<typeof claimsSchema> } | { problem: TokenProblem }> {
    try {
      const { payload } = await jwtVerify(token, key, { algorithms: ["HS256"], clockTolerance: 5 });
      const claims = claimsSchema.safeParse(payload);
      return claims.success ? { claims: claims.data } : { problem: "invalid" };
    } catch (error) {
      return { problem: error instanceof errors.JWTExpired ? "expired" : "invalid" };
    }
  }

  /** How the session began; refreshing it does not change that. */
  async function methodOf(session: string, method: SignInMethod | null): Promise<string> {
    if (method !== null)
      await sql`insert into auth.mfa_amr_claims (id, session_id, created_at, updated_at, authentication_method)
        values (gen_random_uuid(), ${session}, now(), now(), ${method}) on conflict do nothing`;
    const [kept] = await sql<{ method: string }[]>`
      select authentication_method as method from auth.mfa_amr_claims where session_id = ${session}`;
    return kept?.method ?? "password";
  }

  /** Re-signs Lite's token with app and user metadata, assurance level and methods; by default the session's method. */
  async function enrich(token: string, method: SignInMethod | null): Promise<string> {
    const { payload } = await jwtVerify(token, key, { clockTolerance: 5 });
    const session = z.uuid().parse(payload.session_id);
    const [user] =
      await sql`select raw_app_meta_data as app, raw_user_meta_data as "user", phone from auth.users where id = ${payload.sub ?? ""}`;
    const claims = {
      iss: issuer,
      ...payload,
      phone: user?.phone ?? "",
      app_metadata: user?.app ?? {},
      user_metadata: user?.user ?? {},
      aal: "aal1",
      amr: [{ method: await methodOf(session, method), timestamp: payload.iat }],
      is_anonymous: false,
    };
    return new SignJWT(claims).setProtectedHeader({ alg: "HS256", typ: "JWT" }).sign(key);
  }

  return { verify, enrich };
}
