/** What Portdesk relies on in Supabase's Auth, verified against the local stand-in. */
import bcrypt from "bcryptjs";
import { decodeJwt } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LocalPlatform, password, secretKey, startLocalPlatform } from "./local-platform.ts";

let platform: LocalPlatform;
beforeAll(async () => {
  platform = await startLocalPlatform();
});
afterAll(() => platform.stop());

/** The six digits of the newest mail to this address. */
function mailedCode(email: string): string {
  const mail = platform.mails.list().find(({ to }) => to === email);
  return /\b\d{6}\b/.exec(mail?.text ?? "")?.[0] ?? "";
}

describe("signing in", () => {
  it("admits nobody by an unconfirmed address", async () => {
    const { auth } = platform.client();
    const account = { email: "sleeper@example.com", password };
    await platform.client(secretKey).auth.admin.createUser(account);
    expect((await auth.signInWithPassword(account)).error).toMatchObject({ code: "invalid_credentials" });
    const [row] = await platform.database
      .sql`select email_confirmed_at, encrypted_password from auth.users where email = ${account.email}`;
    expect(row).toEqual({ email_confirmed_at: null, encrypted_password: null });
  });

  it("accepts the password and refuses a wrong one with its code", async () => {
    await platform.signIn("alice@example.com");
    const right = await platform.client().auth.signInWithPassword({ email: "alice@example.com", password });
    expect(right.error).toBeNull();
    const wrong = await platform
      .client()
      .auth.signInWithPassword({ email: "alice@example.com", password: "no" });
    expect(wrong.error).toMatchObject({ status: 400, code: "invalid_credentials" });
  });

  it("lets nobody sign up by password, whether the address is known or not", async () => {
    const signUp = (email: string) => platform.client().auth.signUp({ email, password: `${password}9` });
    for (const email of ["alice@example.com", "nobody@example.com"])
      expect((await signUp(email)).error).toMatchObject({ status: 422, code: "signup_disabled" });
    const rows = await platform.database.sql`
      select email from auth.users where email in ('alice@example.com', 'nobody@example.com')`;
    expect([...rows]).toEqual([{ email: "alice@example.com" }]);
  });

  it("reveals to nobody whether an address has an account", async () => {
    const { auth } = platform.client();
    const answers = await Promise.all(
      ["alice@example.com", "stranger@example.com"].map(async (email) => [
        (await auth.signInWithOtp({ email, options: { shouldCreateUser: false } })).error,
        (await auth.signInWithPassword({ email, password: "no" })).error?.code,
      ]),
    );
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]).toEqual([null, "invalid_credentials"]);
    expect(
      await platform.database.sql`select from auth.users where email = 'stranger@example.com'`,
    ).toHaveLength(0);
  });

  it("compares a password for unknown addresses too, which keeps the timing the same", async () => {
    const { auth } = platform.client();
    const times: Record<string, number[]> = { "alice@example.com": [], "stranger@example.com": [] };
    for (let turn = 0; turn < 7; turn += 1)
      for (const [email, spent] of Object.entries(times)) {
        const from = performance.now();
        await auth.signInWithPassword({ email, password: "no" });
        spent.push(performance.now() - from);
      }
    const [known = 0, unknown = 0] = Object.values(times).map((spent) => spent.toSorted((a, b) => a - b)[3]);
    expect(unknown).toBeGreaterThan(known / 3);
    expect(unknown).toBeLessThan(known * 3);
  });

  it("signs a newcomer in with the six digits from the mail, as type email", async () => {
    const asked = await platform.client().auth.signInWithOtp({ email: "carol@example.com" });
    expect(asked.error).toBeNull();
    const token = mailedCode("carol@example.com");
    const { data, error } = await platform
      .client()
      .auth.verifyOtp({ email: "carol@example.com", token, type: "email" });
    expect(error).toBeNull();
    expect(data.user?.email).toBe("carol@example.com");
  });

  it("signs in by the mail's link, back at the app, with the same claims", async () => {
    await platform.client().auth.signInWithOtp({ email: "lena@example.com" });
    const mail = platform.mails.list().find(({ to }) => to === "lena@example.com");
    const link = /https?:\S+/.exec(mail?.text ?? "")?.[0] ?? "";
    const answer = await fetch(link, { redirect: "manual" });
    const [address, fragment] = answer.headers.get("location")?.split("#") ?? [];
    expect([answer.status, address]).toEqual([303, "http://127.0.0.1:5173"]);
    const token = new URLSearchParams(fragment).get("access_token") ?? "";
    expect(decodeJwt(token)).toMatchObject({
      email: "lena@example.com",
      aal: "aal1",
      amr: [{ method: "otp" }],
    });
  });

  it("accepts a code once only, and no wrong one", async () => {
    await platform.client().auth.signInWithOtp({ email: "dan@example.com" });
    const right = mailedCode("dan@example.com");
    const wrong = right === "000000" ? "000001" : "000000";
    const verify = (token: string) =>
      platform.client().auth.verifyOtp({ email: "dan@example.com", token, type: "email" });
    expect((await verify(wrong)).error).toMatchObject({ status: 403, code: "otp_expired" });
    expect((await verify(right)).error).toBeNull();
    expect((await verify(right)).error).toMatchObject({ status: 403, code: "otp_expired" });
  });

  it("refreshes a session, returns the user, updates their metadata, signs out", async () => {
    const { client, id } = await platform.signIn("erin@example.com");
    expect((await client.auth.refreshSession()).data.session).not.toBeNull();
    expect((await client.auth.getUser()).data.user?.id).toBe(id);
    expect(
      (await client.auth.updateUser({ data: { theme: "dark" } })).data.user?.user_metadata,
    ).toMatchObject({ theme: "dark" });
    expect((await client.auth.resetPasswordForEmail("erin@example.com")).error).toBeNull();
    expect((await client.auth.signOut()).error).toBeNull();
  });
});

describe("an access token", () => {
  it("carries the claims that hosted Supabase adds", async () => {
    const { token, id } = await platform.signIn("frank@example.com", { name: "Frank" });
    expect(decodeJwt(token)).toMatchObject({
      iss: `${platform.url}/auth/v1`,
      sub: id,
      aud: "authenticated",
      role: "authenticated",
      email: "frank@example.com",
      app_metadata: { provider: "email" },
      user_metadata: { name: "Frank" },
      aal: "aal1",
      amr: [{ method: "password" }],
      is_anonymous: false,
    });
  });

  it("carries them after a refresh and after a code, too", async () => {
    const { client } = await platform.signIn("grace@example.com", { name: "Grace" });
    const refreshed = await client.auth.refreshSession();
    expect(decodeJwt(refreshed.data.session?.access_token ?? "")).toMatchObject({
      aal: "aal1",
      user_metadata: { name: "Grace" },
    });
    await platform.client().auth.signInWithOtp({ email: "heidi@example.com" });
    const token = mailedCode("heidi@example.com");
    const { data } = await platform
      .client()
      .auth.verifyOtp({ email: "heidi@example.com", token, type: "email" });
    expect(decodeJwt(data.session?.access_token ?? "")).toMatchObject({
      aal: "aal1",
      amr: [{ method: "otp" }],
    });
  });

  it("says after a refresh how the session began", async () => {
    const { auth } = platform.client();
    await auth.signInWithOtp({ email: "uma@example.com" });
    await auth.verifyOtp({ email: "uma@example.com", token: mailedCode("uma@example.com"), type: "email" });
    const refreshed = await auth.refreshSession();
    expect(decodeJwt(refreshed.data.session?.access_token ?? "")).toMatchObject({ amr: [{ method: "otp" }] });
  });

  it("is renewed once per refresh token, and again only while the answer may still be on its way", async () => {
    const { client } = await platform.signIn("vera@example.com");
    const { data } = await client.auth.getSession();
    const refresh_token = data.session?.refresh_token ?? "";
    const renew = () => platform.client().auth.refreshSession({ refresh_token });
    expect((await renew()).error).toBeNull();
    expect((await renew()).error).toBeNull();
    await platform.database
      .sql`update auth.refresh_tokens set updated_at = now() - interval '11 seconds' where token = ${refresh_token}`;
    expect((await renew()).error).toMatchObject({ status: 400, code: "refresh_token_already_used" });
  });

  it("takes metadata that is stored as an object, not as text", async () => {
    const { id } = await platform.signIn("ivan@example.com", { name: "Ivan" });
    const rows = await platform.database
      .sql`select raw_user_meta_data ->> 'name' as name from auth.users where id = ${id}`;
    expect(rows).toEqual([{ name: "Ivan" }]);
  });
});

describe("auth.admin", () => {
  const admin = () => platform.client(secretKey).auth.admin;

  it("creates a user who can sign in, and lists, reads, changes and deletes them", async () => {
    const email = "Judy@example.com";
    const made = await admin().createUser({
      email,
      password,
      email_confirm: true,
      user_metadata: { name: "Judy" },
    });
    const id = made.data.user?.id ?? "";
    expect(made.data.user).toMatchObject({ email: "judy@example.com", user_metadata: { name: "Judy" } });
    expect((await platform.client().auth.signInWithPassword({ email, password })).error).toBeNull();
    expect((await admin().listUsers({ perPage: 1000 })).data.users.map((user) => user.id)).toContain(id);
    expect(
      (await admin().updateUserById(id, { app_metadata: { team: 1 } })).data.user?.app_metadata,
    ).toMatchObject({ team: 1 });
    expect((await admin().getUserById(id)).data.user?.app_metadata).toMatchObject({
      team: 1,
      provider: "email",
    });
    expect((await admin().deleteUser(id)).error).toBeNull();
    expect((await admin().getUserById(id)).error).toMatchObject({ status: 404, code: "user_not_found" });
  });

  it("takes a password that is already hashed", async () => {
    const email = "nina@example.com";
    const password_hash = await bcrypt.hash(password, 10);
    expect((await admin().createUser({ email, password_hash, email_confirm: true })).error).toBeNull();
    expect((await platform.client().auth.signInWithPassword({ email, password })).error).toBeNull();
  });

  it("refuses a second user with one address", async () => {
    await admin().createUser({ email: "kim@example.com", password });
    const again = await admin().createUser({ email: "KIM@example.com", password });
    expect(again.error).toMatchObject({ status: 422, code: "email_exists" });
  });

  it("is closed to people and visitors", async () => {
    const { client } = await platform.signIn("mallory@example.com");
    for (const caller of [client, platform.client()]) {
      const { error } = await caller.auth.admin.listUsers();
      expect(error).toMatchObject({ status: 403, code: "not_admin" });
    }
  });
});
