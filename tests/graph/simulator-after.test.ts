/** What the simulator shows of a number after its move: profile, health, token expiry, and messages that fail later. */
import { once } from "node:events";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { expect, it, vi } from "vitest";
import * as z from "zod/mini";
import { createGraphSimulator } from "../../supabase/graph-simulator/graph-simulator.ts";
import { createClientFixture, failureOf } from "./client-fixture.ts";
import {
  codeOf,
  createFixture,
  destination,
  newToken,
  oldToken,
  sourcePhone,
  fixtureSeed,
} from "./simulator-fixture.ts";

const error = z.object({ code: z.number(), title: z.string() });
const status = z.object({ status: z.string(), errors: z.optional(z.array(error)) });
const change = z.object({ value: z.object({ statuses: z.optional(z.array(status)) }) });
const webhook = z.object({ entry: z.tuple([z.object({ changes: z.tuple([change]) })]) });

const profile = { about: "Shop", websites: ["https://shop.example/"], vertical: "RETAIL" };
const fields = "about,address,description,email,profile_picture_url,websites,vertical";

it("shows the profile as a list of one, without unset fields", async () => {
  const fixture = createFixture();
  fixture.simulation.changeNumber("+12025550123", { profile });
  const answer = await fixture.get(`/${sourcePhone}/whatsapp_business_profile?fields=${fields}`, oldToken);
  expect(answer.read("data")).toEqual([profile]);
  expect(
    codeOf(await fixture.get(`/${sourcePhone}/whatsapp_business_profile?fields=shoe_size`, oldToken)),
  ).toBe(100);
});

it.each([true, false])("a profile moves with its number: %s", async (profileSurvives) => {
  const { client, simulation, verified, register } = createClientFixture({ profileSurvives });
  simulation.changeNumber("+12025550123", {
    profile: { ...profile, profile_picture_url: "https://x.example/1" },
  });
  const phone = await verified();
  await register(phone);
  expect(await client.readProfile(phone)).toEqual(
    profileSurvives ? { ...profile, hasPicture: true } : { hasPicture: false },
  );
});

it("sums up what blocks a number: itself, its account without a payment method, or a test's setting", async () => {
  const { client, simulation, verified, register } = createClientFixture();
  const phone = await verified();
  expect((await client.readNumber(phone)).health?.canSend).toBe("BLOCKED");
  await register(phone);
  expect((await client.readNumber(phone)).health?.canSend).toBe("AVAILABLE");
  const account = simulation.state.wabas.find(({ id }) => id === destination);
  if (account) account.primary_funding_id = null;
  const { health } = await client.readNumber(phone);
  expect(health?.canSend).toBe("BLOCKED");
  expect(health?.entities.find(({ type }) => type === "WABA")?.errors).toMatchObject([{ code: 141_006 }]);
  expect((await client.readWaba(destination)).health?.canSend).toBe("BLOCKED");
  const limited = { can_send_message: "LIMITED", entities: [] };
  simulation.changeNumber("+12025550123", { waba_id: destination, health_status: limited });
  expect((await client.readNumber(phone)).health?.canSend).toBe("LIMITED");
});

it("accepts health requests for one number, not for a list", async () => {
  const { client, requests, verified } = createClientFixture();
  await client.readNumber(await verified());
  await client.listNumbers(destination);
  expect(requests.map(({ url }) => url.includes("health_status"))).toEqual([true, false]);
});

it("names both expiry times of a token, 0 where there is none", async () => {
  const fixture = createFixture();
  const inspect = () => fixture.get(`/debug_token?input_token=${newToken}`);
  expect((await inspect()).read("data.data_access_expires_at")).toBe(0);
  for (const token of fixture.simulation.state.tokens) token.dataAccessExpiresAt = "2027-01-15T08:00:00.000Z";
  expect((await inspect()).read("data.data_access_expires_at")).toBe(1_800_000_000);
  expect((await inspect()).read("data.expires_at")).toBe(0);
});

it("refuses the sample from a production number, and accepts it from a test number", async () => {
  const { client, simulation, verified, register } = createClientFixture();
  const phoneNumberId = await verified();
  await register(phoneNumberId);
  const sample = { phoneNumberId, to: "+12025550199", template: "hello_world", language: "en_US" };
  expect((await failureOf(client.sendTemplate(sample))).code).toBe(131_058);
  simulation.changeNumber("+12025550123", { waba_id: destination, is_test_number: true });
  expect(await client.sendTemplate(sample)).toMatch(/^wamid\./);
});

/** The statuses that the sender's app received for a message, with the error numbers. */
async function reportsOf(settings: object): Promise<string[]> {
  const reported: string[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const { entry } = webhook.parse(JSON.parse(body));
      for (const { status, errors = [] } of entry[0].changes[0].value.statuses ?? [])
        reported.push([status, ...errors.map(({ code, title }) => `${code} ${title}`)].join(" "));
      response.end();
    });
  }).listen(0);
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const seed = fixtureSeed({ messagesTravel: true, ...settings });
  const simulator = createGraphSimulator({ seed, callbackUrl: `http://127.0.0.1:${port}/` });
  for (const waba of simulator.simulation.state.wabas)
    waba.subscribed_apps = [{ app_id: "7302", override_callback_uri: null }];
  const body = JSON.stringify({ messaging_product: "whatsapp", to: "+12025550199", text: { body: "hi" } });
  const init = { method: "POST", headers: { authorization: `Bearer ${oldToken}` }, body };
  await simulator.fetch(new Request(`http://graph.test/v25.0/${sourcePhone}/messages`, init));
  await vi.waitFor(() => expect(reported.length).toBe("messageFailure" in settings ? 1 : 2));
  server.close();
  return reported;
}

it("reports that a message was delivered, or with the setting why it failed after it was accepted", async () => {
  expect(await reportsOf({})).toEqual(["sent", "delivered"]);
  const messageFailure = { code: 131_042, title: "Payment issue" };
  expect(await reportsOf({ messageFailure })).toEqual(["failed 131042 Payment issue"]);
});
