import { expect, it } from "vitest";
import { graphRuntime, supabaseRuntime, tickSecret } from "./runtime.ts";

const key = Buffer.alloc(32, 7).toString("base64");

it("reads where Supabase is, and names what is missing", () => {
  const environment = { SUPABASE_URL: "http://a", SUPABASE_ANON_KEY: "p", SUPABASE_SERVICE_ROLE_KEY: "s" };
  expect(supabaseRuntime(environment)).toEqual({ url: "http://a", publishableKey: "p", secretKey: "s" });
  expect(() => supabaseRuntime({})).toThrow("SUPABASE_URL is not set");
  expect(() => tickSecret({})).toThrow("PORTDESK_TICK_SECRET is not set");
});

it("takes the first token key as the current one", () => {
  const keys = JSON.stringify({ k2: key, k1: key });
  expect(graphRuntime({ PORTDESK_TOKEN_KEYS: keys, PORTDESK_GRAPH_URL: "http://g/" })).toEqual({
    url: "http://g",
    version: "v25.0",
    tokenKeys: { current: "k2", keys: { k2: key, k1: key } },
  });
});

it.each(["{}", '{"k":"short"}', "[]"])("refuses token keys %s", (keys) => {
  expect(() => graphRuntime({ PORTDESK_TOKEN_KEYS: keys })).toThrow();
});
