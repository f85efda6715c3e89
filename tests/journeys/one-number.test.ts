import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newcomerWith, story } from "../../supabase/seeds/story.ts";
import {
  applicationOf,
  codeAt,
  cutoverCommand,
  effectsOf,
  file,
  give,
  prepare,
  readRequest,
  startCutover,
  until,
} from "../fixtures/move/move.ts";
import { type Person, signInAs, signInByCode } from "../fixtures/person.ts";
import { startStack, type TestStack } from "../fixtures/stack.ts";

describe("one number, from the request to the proof", () => {
  let stack: TestStack;
  let client: Person;
  let manager: Person;
  const { newcomer } = story;

  beforeAll(async () => {
    stack = await startStack();
    client = await signInByCode(stack, story.person.email);
    manager = await signInAs(stack, "manager@brightline.example");
  });
  afterAll(() => stack.remove());

  it("moves, with one code, one verification and one registration", async () => {
    const id = await file(client, story.provider, applicationOf(newcomer));
    await prepare(manager, id, newcomer);
    await startCutover(client, manager, id);
    await until(manager, id, (request) => request.next_action === "request_code");

    expect(
      (await cutoverCommand(client, id, { command: "request_code", method: "SMS", language: "en" })).status,
    ).toBe(200);
    const code = await codeAt(stack, newcomer.phone);
    expect(code).toMatch(/^\d{6}$/);
    const wrong = await cutoverCommand(client, id, {
      command: "enter_code",
      code: code === "000000" ? "000001" : "000000",
    });
    expect(wrong.body).toMatchObject({ error: "code_wrong", state: "pending" });
    expect((await cutoverCommand(client, id, { command: "enter_code", code })).body).toMatchObject({
      state: "done",
    });

    const mistyped = await cutoverCommand(manager, id, { command: "approve_register", lastFour: "0000" });
    expect(mistyped).toMatchObject({ status: 400, body: { error: { code: "last_four_wrong" } } });
    expect(
      (await cutoverCommand(client, id, { command: "approve_register", lastFour: newcomer.phone.slice(-4) }))
        .status,
    ).toBe(403);
    expect((await effectsOf(stack, newcomer.phone)).register ?? 0).toBe(0);

    const registered = await cutoverCommand(manager, id, {
      command: "approve_register",
      lastFour: newcomer.phone.slice(-4),
    });
    expect(registered.body).toMatchObject({ state: "done", pin: expect.stringMatching(/^\d{6}$/) });
    await until(manager, id, (request) => request.status === "monitoring");

    const { data: steps } = await manager.client
      .from("cutover_steps")
      .select("step, state")
      .eq("request_id", id)
      .order("position");
    await expect
      .poll(
        async () => {
          const { data } = await manager.client
            .from("cutover_steps")
            .select("state")
            .eq("request_id", id)
            .eq("step", "compare")
            .single();
          return data?.state;
        },
        { timeout: 30_000 },
      )
      .toBe("done");
    expect(steps).toHaveLength(10);
    expect(await effectsOf(stack, newcomer.phone)).toMatchObject({
      request_code: 1,
      verify_code: 1,
      register: 1,
    });

    for (const track of ["templates", "webhook", "billing", "security_pin", "client_integration"]) {
      await give(manager, "set_track", id, { track, state: "done" });
    }
    await give(manager, "complete_request", id);
    expect((await readRequest(client, id)).status).toBe("completed");
  });

  it("refuses malformed input with a code", async () => {
    expect(await client.call("commands", "{broken")).toMatchObject({
      status: 400,
      body: { error: { code: "bad_json" } },
    });
    const unknown = await client.command("make_coffee", {});
    expect(unknown).toMatchObject({ status: 400, body: { error: { code: "unknown_command" } } });
  });

  it("reveals nothing of somebody else's request", async () => {
    const stranger = await signInAs(stack, "manager@severlink.example");
    const { data } = await manager.client.from("migration_requests").select("id, version").limit(1).single();
    const answer = await stranger.command("accept_request", { request: data?.id, version: data?.version });
    expect(answer).toMatchObject({ status: 404, body: { error: { code: "request_not_found" } } });
  });

  it("refuses a number that is being moved and keeps the draft", async () => {
    const ready = newcomerWith("brightline", "two_step_on");
    await file(client, "brightline", applicationOf(ready));
    const rival = await signInByCode(stack, "rival@newcomer.example");
    const drafted = await rival.command("create_draft", {
      providerSlug: "severlink",
      application: applicationOf(ready),
    });
    expect(drafted.status).toBe(200);
    const { id, version } = drafted.body as { id: string; version: number };
    const refused = await rival.command("submit_request", { request: id, version });
    expect(refused).toMatchObject({ status: 409, body: { error: { code: "number_in_live_request" } } });
    expect(JSON.stringify(refused.body)).not.toContain("brightline");
    expect((await readRequest(rival, id)).status).toBe("draft");
  });

  it("names the field of a number that no numbering plan knows", async () => {
    const answer = await client.command("create_draft", {
      providerSlug: "brightline",
      application: applicationOf(newcomer, { phoneNumber: "+12025550" }),
    });
    expect(answer).toMatchObject({ status: 400, body: { error: { code: "invalid_input" } } });
    expect(JSON.stringify(answer.body)).toContain("phoneNumber");
  });
});
