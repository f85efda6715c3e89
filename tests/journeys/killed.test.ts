import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newcomers } from "../../supabase/seeds/newcomers.ts";
import {
  applicationOf,
  codeAt,
  effectsOf,
  file,
  prepare,
  readRequest,
  startCutover,
  until,
} from "../fixtures/move/move.ts";
import { signInAs } from "../fixtures/person.ts";
import { startStack, type TestStack } from "../fixtures/stack.ts";

const newcomer = newcomers.filter((one) => one.provider === "brightline" && one.trouble === null)[1];

describe("the whole stack killed in the middle of a cut-over", () => {
  let stack: TestStack;
  beforeAll(async () => {
    stack = await startStack();
  });
  afterAll(() => stack.remove());

  /** SIGKILLs every process of the stack and starts it again on the same data. */
  async function killAndStartAgain() {
    await stack.kill();
    stack = await startStack({ dataFolder: stack.dataFolder, keepPorts: true });
  }
  const people = async () => ({
    client: await signInAs(stack, "client@brightline.example"),
    manager: await signInAs(stack, "manager@brightline.example"),
  });

  it("continues after each of three kills, and repeats no write", async () => {
    if (!newcomer) throw new Error("The demo has no such newcomer");
    const before = await people();
    const id = await file(before.client, "brightline", applicationOf(newcomer));
    await prepare(before.manager, id, newcomer);
    await startCutover(before.client, before.manager, id);
    await sleep(150);
    await killAndStartAgain();

    let { client, manager } = await people();
    const waiting = await until(manager, id, (request) => request.next_action === "request_code");
    const asked = await client.call("cutover", {
      command: "request_code",
      request: id,
      version: waiting.version,
      method: "SMS",
      language: "en",
    });
    expect(asked.status).toBe(200);
    await killAndStartAgain();

    ({ client, manager } = await people());
    const entering = await until(manager, id, (request) => request.next_action === "enter_code");
    const code = await codeAt(stack, newcomer.phone);
    await client.call("cutover", { command: "enter_code", request: id, version: entering.version, code });
    const approving = await until(manager, id, (request) => request.next_action === "approve_register");
    const lastFour = newcomer.phone.slice(-4);
    await manager.call("cutover", {
      command: "approve_register",
      request: id,
      version: approving.version,
      lastFour,
    });
    await killAndStartAgain();

    ({ manager } = await people());
    await until(manager, id, (request) => request.status === "monitoring");
    expect((await readRequest(manager, id)).status).toBe("monitoring");
    expect(await effectsOf(stack, newcomer.phone)).toMatchObject({
      claim_number: 1,
      request_code: 1,
      verify_code: 1,
      register: 1,
    });
  });
});
