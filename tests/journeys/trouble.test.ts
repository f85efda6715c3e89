/** Trouble at Meta over the real stack: staff and client see the same exception, and only staff see Meta's answer. */
import { afterAll, beforeAll, expect, it } from "vitest";
import * as z from "zod";
import { newcomerWith, story } from "../../supabase/seeds/story.ts";
import {
  applicationOf,
  effectsOf,
  file,
  prepare,
  readRequest,
  startCutover,
  until,
} from "../fixtures/move/move.ts";
import { type Person, signInAs, signInByCode } from "../fixtures/person.ts";
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

const payloads = z.array(z.object({ payload: z.looseObject({ error: z.looseObject({ code: z.int() }) }) }));

it("a destination without room stops the move with an exception, and nothing is left half done", async () => {
  const newcomer = newcomerWith("brightline", "destination_full");
  const id = await file(client, story.provider, applicationOf(newcomer));
  await prepare(manager, id, newcomer);
  await startCutover(client, manager, id);
  const stopped = await until(client, id, (request) => request.next_action === "resolve_exception");
  expect(stopped.next_action_subject).toBe("DESTINATION_NOT_APPROVED");
  expect(await effectsOf(stack, newcomer.phone)).toEqual({});

  const forStaff = await manager.client
    .from("exception_payloads")
    .select("payload, request_exceptions!inner(request_id)")
    .eq("request_exceptions.request_id", id);
  expect(payloads.parse(forStaff.data)[0]?.payload.error.code).toBe(200_000);
  const forClient = await client.client.from("exception_payloads").select("payload");
  expect(forClient.data).toEqual([]);
  expect((await readRequest(manager, id)).status).toBe("cutover");
});

it("the checks find two-step verification still on before anything is sent", async () => {
  const newcomer = newcomerWith("brightline", "two_step_on");
  const id = await file(client, story.provider, applicationOf(newcomer));
  await prepare(manager, id, newcomer);
  const { data } = await client.client
    .from("checks")
    .select("code, status, cause")
    .eq("request_id", id)
    .eq("status", "failed");
  expect(data).toEqual([{ code: "TWO_STEP_OFF", status: "failed", cause: "TWO_STEP_ON" }]);
  await expect(startCutover(client, manager, id)).rejects.toThrow("checks_open");
  expect(await effectsOf(stack, newcomer.phone)).toEqual({});
});
