/** Route R1 on the whole stack: the client's browser opens the window and reports how it ended. */
import { afterAll, beforeAll, expect, it } from "vitest";
import * as z from "zod";
import { newcomerWith, story } from "../../supabase/seeds/story.ts";
import {
  applicationOf,
  codeAt,
  cutoverCommand,
  effectsOf,
  file,
  prepare,
  startCutover,
  until,
} from "../fixtures/move/move.ts";
import { type Person, signInAs, signInByCode } from "../fixtures/person.ts";
import { endSignupWindow, passSignupWindow } from "../fixtures/signup.ts";
import { startStack, type TestStack } from "../fixtures/stack.ts";

let stack: TestStack;
let client: Person;
let manager: Person;

beforeAll(async () => {
  stack = await startStack();
  client = await signInByCode(stack, story.person.email);
  manager = await signInAs(stack, "manager@brightline.example");
});
afterAll(() => stack.remove());

const placeSchema = z.object({ url: z.string(), origins: z.array(z.string()) });

it("moves with the code given in the window, and believes no forged hint", async () => {
  const { newcomer } = story;
  const id = await file(client, story.provider, applicationOf(newcomer));
  await prepare(manager, id, newcomer, "R1");
  expect((await client.call("signup-window", { request: id })).status).toBe(409);
  await startCutover(client, manager, id);
  await until(manager, id, (request) => request.next_action === "sign_up");

  const place = await client.call("signup-window", { request: id });
  expect(place.status).toBe(200);
  const { url, origins } = placeSchema.parse(place.body);
  expect(origins).toEqual([new URL(stack.graph).origin]);
  expect(JSON.stringify(place.body)).not.toContain("secret");
  const window = `${url}&state=of-this-page`;
  const pass = () => passSignupWindow(fetch, window, newcomer.phone, () => codeAt(stack, newcomer.phone));

  // Without a number there is nothing to transfer; the browser reports it, and the window opens again.
  const without = await endSignupWindow(fetch, window, ["account"], { phone: newcomer.phone });
  expect(without).toMatchObject({ session: { event: "FINISH" }, code: expect.any(String) });
  expect(JSON.stringify(without.session)).not.toContain("phone_number_id");
  const report = { command: "report_signup", input: { request: id, ending: "no_number" } };
  expect((await client.call("commands", report)).status).toBe(200);
  expect((await manager.call("commands", report)).status).toBe(403);
  const { data: reported } = await manager.client
    .from("cutover_steps")
    .select("state, result")
    .eq("request_id", id)
    .eq("step", "embedded_signup")
    .single();
  expect(reported).toEqual({ state: "pending", result: { error: "signup_end_no_number", reported: true } });

  const foreign = { ...(await pass()), wabaId: newcomerWith("brightline", "two_step_on").destinationWabaId };
  const refused = await cutoverCommand(client, id, { command: "finish_signup", ...foreign });
  expect(refused.body).toMatchObject({ state: "pending", error: "signup_not_granted" });
  const left = await pass();
  expect((await cutoverCommand(manager, id, { command: "finish_signup", ...left })).status).toBe(403);
  const done = await cutoverCommand(client, id, { command: "finish_signup", ...left });
  expect(done.body).toMatchObject({ state: "done" });
  await until(manager, id, (request) => request.next_action === "approve_register");

  const registered = await cutoverCommand(manager, id, {
    command: "approve_register",
    lastFour: newcomer.phone.slice(-4),
  });
  expect(registered.body).toMatchObject({ state: "done", pin: expect.stringMatching(/^\d{6}$/) });
  await until(manager, id, (request) => request.status === "monitoring");
  const { data: step } = await manager.client
    .from("cutover_steps")
    .select("state, result")
    .eq("request_id", id)
    .eq("step", "confirm_connected")
    .single();
  expect(step).toEqual({ state: "done", result: { status: "CONNECTED" } });
  expect(await effectsOf(stack, newcomer.phone)).toEqual({ register: 1 });

  const { data: grants } = await manager.client.from("meta_connections").select("*").eq("request_id", id);
  expect(grants).toHaveLength(1);
  expect(JSON.stringify(grants)).not.toContain("EAA");
  const { data: hidden } = await client.client.from("meta_connections").select("id").eq("request_id", id);
  expect(hidden).toEqual([]);
});

it("opens no window for somebody else's request", async () => {
  const stranger = await signInAs(stack, "manager@severlink.example");
  const { data } = await manager.client.from("migration_requests").select("id").limit(1).single();
  const answer = await stranger.call("signup-window", {
    request: z.object({ id: z.string() }).parse(data).id,
  });
  expect(answer).toMatchObject({ status: 404, body: { error: { code: "request_not_found" } } });
});
