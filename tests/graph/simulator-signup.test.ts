/** The window that stands in for Meta's Embedded Signup: whom it opens for, what it leaves, and what its code is worth. */
import { expect, it } from "vitest";
import * as z from "zod";
import { createGraphSimulator } from "../../supabase/graph-simulator/graph-simulator.ts";
import { metaIds, moveSeed } from "../support/move-world.ts";
import { passSignupWindow, signupAddress, signupConfigId, signupOf } from "../support/signup.ts";

const e164 = "+12025550142";

function createWindow(change?: Parameters<typeof moveSeed>[1]) {
  const simulator = createGraphSimulator({ seed: moveSeed(e164, change) });
  const { state } = simulator.simulation;
  const inbox = () => state.inboxes[e164]?.at(-1)?.code ?? "";
  const pass = (phone = e164, code: () => string = inbox) =>
    passSignupWindow((request) => simulator.fetch(request), signupAddress(metaIds.newApp), phone, code);
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
  return { simulator, pass, get, exchange, journal };
}

const tokenOf = (body: unknown) => z.object({ access_token: z.string() }).parse(body).access_token;

it("makes the account, proves the number and leaves a code that is good for one token", async () => {
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
  // In its own name the app reaches no account.
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

it("lets the code go stale after thirty seconds", async () => {
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

it("refuses a wrong code, and a number that nobody has", async () => {
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
