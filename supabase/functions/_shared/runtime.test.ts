import { expect, it } from "vitest";
import { graphRuntime, mailRuntime, supabaseRuntime, tickSecret, webhookRuntime } from "./runtime.ts";

const key = Buffer.alloc(32, 7).toString("base64");

it("reads where Supabase is, and names what is missing", () => {
  const environment = { SUPABASE_URL: "http://a", SUPABASE_ANON_KEY: "p", SUPABASE_SERVICE_ROLE_KEY: "s" };
  expect(supabaseRuntime(environment)).toEqual({ url: "http://a", publishableKey: "p", secretKey: "s" });
  expect(() => supabaseRuntime({})).toThrow("SUPABASE_URL is not set");
  expect(() => tickSecret({})).toThrow("PORTDESK_TICK_SECRET is not set");
});

it("prefers keys of the new kind, by the name of the default one", () => {
  const legacy = { SUPABASE_URL: "http://a", SUPABASE_ANON_KEY: "p", SUPABASE_SERVICE_ROLE_KEY: "s" };
  const environment = {
    ...legacy,
    SUPABASE_PUBLISHABLE_KEYS: '{"web":"sb_publishable_web","default":"sb_publishable_default"}',
    SUPABASE_SECRET_KEYS: '{"only":"sb_secret_only"}',
  };
  expect(supabaseRuntime(environment)).toEqual({
    url: "http://a",
    publishableKey: "sb_publishable_default",
    secretKey: "sb_secret_only",
  });
  expect(supabaseRuntime({ ...legacy, SUPABASE_SECRET_KEYS: "{}" })).toMatchObject({ secretKey: "s" });
});

it("knows where each mail service takes mails, and whether one is configured at all", () => {
  const account = { PORTDESK_MAIL_KEY: "k", PORTDESK_MAIL_FROM: "a@example.com" };
  expect(mailRuntime({})).toBeUndefined();
  expect(mailRuntime(account)).toBeUndefined();
  expect(mailRuntime({ ...account, PORTDESK_MAIL_URL: "https://own.example" })).toMatchObject({
    service: "resend",
    url: "https://own.example",
  });
  expect(mailRuntime({ ...account, PORTDESK_MAIL_SERVICE: "postmark" })).toMatchObject({
    url: "https://api.postmarkapp.com/email",
  });
  expect(() => mailRuntime({ ...account, PORTDESK_MAIL_SERVICE: "mailgun" })).toThrow(
    "PORTDESK_MAIL_URL is not set",
  );
  expect(() => mailRuntime({ ...account, PORTDESK_MAIL_SERVICE: "pigeon" })).toThrow(
    "must be one of resend, ",
  );
});

it("reads the webhooks' restricted token if it is set", () => {
  const environment = { PORTDESK_META_APP_SECRET: "s", PORTDESK_WEBHOOK_VERIFY_TOKEN: "v" };
  expect(webhookRuntime(environment)).toEqual({ appSecrets: ["s"], verifyToken: "v" });
  const narrow = { ...environment, PORTDESK_WEBHOOK_TOKEN: "a.b.c" };
  expect(webhookRuntime(narrow)).toMatchObject({ receiverToken: "a.b.c" });
});

it("uses the first token key as the current one", () => {
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

it("offers a signup window only with a page to return to", () => {
  const environment = {
    PORTDESK_TOKEN_KEYS: JSON.stringify({ k1: Buffer.alloc(32, 1).toString("base64") }),
    PORTDESK_SIGNUP_URL: "https://window.example/dialog",
  };
  expect(graphRuntime(environment).signup).toBeUndefined();
  const whole = {
    ...environment,
    PORTDESK_APP_URL: "https://portdesk.example/",
    PORTDESK_SIGNUP_ORIGINS: "https://other.example/path",
  };
  expect(graphRuntime(whole).signup).toEqual({
    url: "https://window.example/dialog",
    origins: ["https://window.example", "https://other.example"],
    returnUrl: "https://portdesk.example/signup-return",
  });
});
