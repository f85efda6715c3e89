/** The local platform limits repeated sign-in attempts and lets codes expire, as config.toml says. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { readSignInSettings } from "../../supabase/local/stack/supabase-config.ts";
import { type LocalPlatform, publishableKey, startLocalPlatform } from "./local-platform.ts";

let platform: LocalPlatform;

beforeAll(async () => {
  const limits = { signIns: 4, verifications: 2, refreshes: 1 };
  platform = await startLocalPlatform({ signIn: { limits, codeLifetime: 900 } });
});
afterAll(() => platform.stop());

function post(path: string, body: object): Promise<Response> {
  const headers = { apikey: publishableKey, "content-type": "application/json" };
  return fetch(`${platform.url}/auth/v1/${path}`, { method: "POST", headers, body: JSON.stringify(body) });
}

it("reads the limits and the codes' lifetime of hosted projects", () => {
  expect(readSignInSettings()).toEqual({
    limits: { signIns: 30, verifications: 30, refreshes: 150 },
    codeLifetime: 900,
  });
  expect(readSignInSettings(7).limits).toEqual({ signIns: 7, verifications: 7, refreshes: 7 });
});

it("refuses an expired code", async () => {
  const email = "late@example.com";
  const send = () => platform.client().auth.signInWithOtp({ email });
  const verify = async () => {
    const text = platform.mails.list().find(({ to }) => to === email)?.text ?? "";
    const token = /\b\d{6}\b/.exec(text)?.[0] ?? "";
    return (await platform.client().auth.verifyOtp({ email, token, type: "email" })).error?.code;
  };
  await send();
  await platform.database.sql`update auth.users set confirmation_sent_at = now() - interval '16 minutes',
    recovery_sent_at = now() - interval '16 minutes' where email = ${email}`;
  expect(await verify()).toBe("otp_expired");
});

it("answers one attempt too many with 429 and the waiting time, whatever is tried", async () => {
  const tried = async (path: string, body: object) => (await post(path, body)).status;
  const guess = { email: "victim@example.com", password: "a-guess" };
  expect(await tried("token?grant_type=password", guess)).toBe(400);
  expect(await tried("token?grant_type=password", guess)).toBe(400);
  expect(await tried("recover", { email: guess.email })).toBe(200);
  const refused = await post("token?grant_type=password", guess);
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(200);
  expect(await refused.json()).toMatchObject({ error_code: "over_request_rate_limit" });
  expect(refused.headers.get("access-control-expose-headers")).toContain("retry-after");
  for (const path of ["signup", "otp", "recover"]) expect(await tried(path, guess)).toBe(429);
  const code = { email: guess.email, token: "123456", type: "email" };
  expect(await tried("verify", code)).not.toBe(429);
  expect(await tried("verify", code)).toBe(429);
  expect(await tried("%76erify", code)).toBe(429);
  const link = `${platform.url}/auth/v1/%76erify?type=magiclink&token=${code.token}`;
  expect((await fetch(link, { method: "HEAD", redirect: "manual" })).status).toBe(429);
  expect(await tried("verify%", code)).toBe(400);
});
