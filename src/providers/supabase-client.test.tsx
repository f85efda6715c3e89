import { expect, it, vi } from "vitest";
import { createClient } from "@supabase/supabase-js";
import { createRestStub, stubRuntime } from "../../tests/fixtures/rest-stub.ts";

vi.stubEnv("VITE_SUPABASE_URL", stubRuntime.url);
vi.stubEnv("VITE_SUPABASE_PUBLISHABLE_KEY", stubRuntime.publishableKey);
const stub = createRestStub(() => ({ body: [] }));
vi.stubGlobal("fetch", stub.fetch);
const { supabase } = await import("./supabase-client.ts");

const segment = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
const inAnHour = Math.floor(Date.now() / 1000) + 3600;
const token = [{ alg: "HS256" }, { exp: inAnHour }, {}].map(segment).join(".");
const session = { access_token: token, refresh_token: "r", token_type: "bearer", expires_at: inAnHour };

/** One read, one call of a function and a request for a code. */
async function askEverything(client: typeof supabase) {
  stub.calls.splice(0);
  await client.from("migration_requests").select("id").in("status", ["draft"]).order("id").range(0, 24);
  await client.rpc("request_counts", { p_provider: "p" });
  await client.auth.signInWithOtp({ email: "ada@example.com" });
  return stub.calls.map(({ query, ...call }) => ({ ...call, query: query.toString() }));
}

it("asks as supabase-js does, before and after signing in", async () => {
  const whole = createClient(stubRuntime.url, stubRuntime.publishableKey) as unknown as typeof supabase;
  const signedOut = await askEverything(supabase);
  expect(signedOut).toEqual(await askEverything(whole));
  expect(signedOut.map(({ authorization }) => authorization)).toEqual(
    Array.from({ length: 3 }, () => `Bearer ${stubRuntime.publishableKey}`),
  );
  localStorage.setItem("sb-supabase-auth-token", JSON.stringify({ ...session, user: { id: "u" } }));
  const signedIn = await askEverything(supabase);
  expect(signedIn).toEqual(await askEverything(whole));
  expect(signedIn[0]).toMatchObject({ path: "/migration_requests", authorization: `Bearer ${token}` });
});
