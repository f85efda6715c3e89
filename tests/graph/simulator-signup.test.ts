/** The stand-in for Meta's Embedded Signup window: for whom it opens, what it leaves, and what its code is good for. */
import { expect, it } from "vitest";
import * as z from "zod";
import type { SignupEnd } from "../../supabase/graph-simulator/signup/signup-ends.ts";
import { createGraphSimulator } from "../../supabase/graph-simulator/graph-simulator.ts";
import { metaIds, moveSeed } from "../fixtures/move/move-fixture.ts";
import {
  endSignupWindow,
  passSignupWindow,
  signupAddress,
  signupConfigId,
  signupOf,
} from "../fixtures/signup.ts";

const e164 = "+12025550142";

function createWindow(change?: Parameters<typeof moveSeed>[1]) {
  const simulator = createGraphSimulator({ seed: moveSeed(e164, change) });
  const { state } = simulator.simulation;
  const inbox = () => state.inboxes[e164]?.at(-1)?.code ?? "";
  const pass = (phone = e164, code: () => string = inbox) =>
    passSignupWindow((request) => simulator.fetch(request), signupAddress(metaIds.newApp), phone, code);
  const end = (...buttons: string[]) =>
    endSignupWindow((request) => simulator.fetch(request), signupAddress(metaIds.newApp), buttons, {
      phone: e164,
    });
  const get = async (path: string, parameters: Record<string, string>, bearer?: string) => {
    const url = `http://graph.example/v25.0/${path}?${new URLSearchParams(parameters).toString()}`;
    const headers: Record<string, string> = bearer ? { authorization: `Bearer ${bearer}` } : {};
    const response = await simulator.fetch(new Request(url, { headers }));
    return { status: response.status, body: (await response.json()) as unknown };
  };
  const exchange = (code: string, more: Record<string, string> = {}) =>
    get("oauth/access_token", {
      client_id: metaIds.newApp,
      client_secret: signupOf.appSecret,
      redirect_uri: signupOf.signup.returnUrl,
      code,
      ...more,
    });
  const journal = () => simulator.simulation.journal.list({ operation: "exchange_code" });
  return { simulator, pass, end, get, exchange, journal };
}

const tokenOf = (body: unknown) => z.object({ access_token: z.string() }).parse(body).access_token;

it("creates the account, proves the number and leaves a code that is good for one token", async () => {
  const { simulator, pass, get, exchange, journal } = createWindow();
  const { code, wabaId, phoneNumberId } = await pass();
  const number = simulator.simulation.state.numbers.find(({ id }) => id === phoneNumberId);
  expect(number).toMatchObject({ waba_id: wabaId, status: "PENDING", code_verification_status: "VERIFIED" });
  const { status, body } = await exchange(code);
  expect(status).toBe(200);
  expect((await exchange(code)).status).toBe(400);
  expect(JSON.stringify(journal())).not.toContain(code);
  expect(JSON.stringify(journal())).not.toContain(signupOf.appSecret);

  const app = `${metaIds.newApp}|${signupOf.appSecret}`;
  const inspected = await get("debug_token", { input_token: tokenOf(body) }, app);
  expect(inspected.body).toMatchObject({
    data: {
      app_id: metaIds.newApp,
      is_valid: true,
      granular_scopes: [
        { scope: "whatsapp_business_management", target_ids: expect.arrayContaining([wabaId]) },
        { scope: "whatsapp_business_messaging", target_ids: expect.arrayContaining([wabaId]) },
      ],
    },
  });
  // The app on its own reaches no account.
  expect((await get(wabaId, {}, app)).status).toBe(400);
});

it.each([
  ["another secret", { client_secret: "guessed" }],
  ["another app", { client_id: metaIds.oldApp }],
  ["another return address", { redirect_uri: "http://127.0.0.1:5173/elsewhere" }],
])("gives no token with %s", async (_name, more) => {
  const { pass, exchange } = createWindow();
  const { code } = await pass();
  expect((await exchange(code, more)).status).toBe(400);
});

it("lets the code expire after thirty seconds", async () => {
  const { simulator, pass, exchange } = createWindow();
  const { code } = await pass();
  simulator.simulation.advance(30_000);
  expect((await exchange(code)).status).toBe(400);
});

it("does not ask again for a number that it has proved", async () => {
  const { pass } = createWindow();
  const first = await pass();
  const second = await pass(e164, () => "000000");
  expect(second).toMatchObject({ wabaId: first.wabaId, phoneNumberId: first.phoneNumberId });
  expect(second.code).not.toBe(first.code);
});

it.each<[string, Parameters<typeof moveSeed>[1]]>([
  ["two-step verification is on", ({ numbers: [number] }) => number && (number.is_pin_enabled = true)],
  ["the name is not approved", ({ numbers: [number] }) => number && (number.name_status = "DECLINED")],
  ["the number is in the app", ({ numbers: [number] }) => number && (number.is_on_biz_app = true)],
])("refuses the number while %s", async (_name, change) => {
  const { pass } = createWindow(change);
  await expect(pass()).rejects.toThrow("the window refused");
});

it("refuses a wrong code, and a number that does not exist", async () => {
  const { pass } = createWindow();
  await expect(pass(e164, () => "x")).rejects.toThrow("the window refused");
  await expect(pass("+12025550199")).rejects.toThrow("the window refused");
});

it.each([
  ["an unknown configuration", { config_id: "1" }],
  ["a return address that is not the app's", { redirect_uri: "https://evil.example/signup-return" }],
  ["an app without a window", { client_id: metaIds.oldApp }],
])("does not open with %s", async (_name, more) => {
  const { simulator } = createWindow();
  const address = new URL(signupAddress(metaIds.newApp));
  expect(address.searchParams.get("config_id")).toBe(signupConfigId);
  for (const [name, value] of Object.entries(more)) address.searchParams.set(name, value);
  address.pathname += "/";
  const response = await simulator.fetch(new Request(address));
  expect(response.status).toBe(400);
});

it.each([
  ["{}", 200],
  [JSON.stringify({ setup: {}, sessionInfoVersion: "3" }), 400],
  [JSON.stringify({ version: "v3" }), 400],
])("opens with empty extras alone: %s", async (extras, status) => {
  const { simulator } = createWindow();
  const address = new URL(signupAddress(metaIds.newApp));
  address.searchParams.set("extras", extras);
  address.pathname += "/";
  expect((await simulator.fetch(new Request(address))).status).toBe(status);
  simulator.simulation.seed({ settings: { signupFormerExtras: "ignore" } }, "merge");
  expect((await simulator.fetch(new Request(address))).status).toBe(200);
});

const account = { waba_id: expect.any(String), business_id: metaIds.business };
const number = { ...account, phone_number_id: expect.any(String) };
const problem = { error_code: "2593035", error_message: expect.stringContaining("Simulated") };

it.each<[SignupEnd, string, object, boolean]>([
  ["no_number", "FINISH", account, true],
  ["only_waba", "FINISH_ONLY_WABA", account, true],
  ["business_app", "FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING", { waba_id: expect.any(String) }, true],
  ["obo_migration", "FINISH_OBO_MIGRATION", account, true],
  ["unverified", "FINISH", number, true],
  ["cancel", "CANCEL", { current_step: "PHONE_NUMBER_SETUP" }, false],
  ["cancel_error", "CANCEL", expect.objectContaining(problem), false],
  ["error", "ERROR", expect.objectContaining(problem), false],
  ["unknown", "FINISH_SIMULATED_FUTURE", account, true],
])("ends as its setting says: %s", async (signupEnd, event, data, leavesCode) => {
  const { simulator, end, exchange } = createWindow((seed) => (seed.settings = { signupEnd }));
  const { session, code } = await end("number");
  expect(session).toMatchObject({ type: "WA_EMBEDDED_SIGNUP", event });
  expect(session).toHaveProperty("data", data);
  expect(code === null ? null : (await exchange(code)).status).toBe(leavesCode ? 200 : null);
  const claimed = simulator.simulation.state.numbers.filter((one) => one.e164 === e164).length;
  expect(claimed).toBe(signupEnd === "unverified" ? 2 : 1);
});

it("ends with the number for an app that only gets access, and silently if the message is lost", async () => {
  const reported = createWindow(
    (seed) => (seed.settings = { signupEnd: "grant_only", claimStartsVerified: true }),
  );
  expect((await reported.end("number")).session).toEqual({
    type: "WA_EMBEDDED_SIGNUP",
    event: "FINISH_GRANT_ONLY_API_ACCESS",
    data: number,
  });
  const silent = createWindow((seed) => (seed.settings = { signupEnd: "silent", claimStartsVerified: true }));
  expect(await silent.end("number")).toEqual({ session: null, code: expect.any(String) });
});

it("ends as people choose: without a number, with one to be proved later, or with a reported problem", async () => {
  const { simulator, end } = createWindow();
  const without = await end("account");
  expect(without.session).toEqual({ type: "WA_EMBEDDED_SIGNUP", event: "FINISH", data: account });
  const later = await end("number", "later");
  expect(later.session).toMatchObject({ event: "FINISH", data: number });
  const { numbers } = simulator.simulation.state;
  expect(numbers.at(-1)).toMatchObject({ e164, code_verification_status: "NOT_VERIFIED" });
  const left = await end("number", "cancel");
  expect(left.session).toMatchObject({
    event: "CANCEL",
    data: { current_step: "PHONE_NUMBER_VERIFICATION" },
  });
  const refused = createWindow(({ numbers: [one] }) => one && (one.name_status = "DECLINED"));
  expect(await refused.end("number", "report")).toEqual({
    session: expect.objectContaining({
      event: "CANCEL",
      data: expect.objectContaining({ error_code: "2388103" }),
    }),
    code: null,
  });
});

it("may list other permissions without the accounts that they cover", async () => {
  const { pass, exchange, get, simulator } = createWindow();
  const { code, wabaId } = await pass();
  const token = tokenOf((await exchange(code)).body);
  simulator.simulation.seed({ settings: { debugTokenTargets: "left_out" } }, "merge");
  const app = `${metaIds.newApp}|${signupOf.appSecret}`;
  const { body } = await get("debug_token", { input_token: token }, app);
  expect(body).toMatchObject({
    data: {
      scopes: ["whatsapp_business_management", "whatsapp_business_messaging"],
      granular_scopes: [
        { scope: "whatsapp_business_manage_events" },
        { scope: "whatsapp_business_messaging" },
      ],
    },
  });
  expect(JSON.stringify(body)).not.toContain(wabaId);
  // What it reaches has not changed.
  expect((await get(wabaId, {}, token)).status).toBe(200);
});
