import { describe, expect, it } from "vitest";
import {
  contextAt,
  createEngineStub,
  type GraphAnswer,
  intentAnswer,
  post,
  requestId,
} from "../../../tests/fixtures/engine/engine-stub.ts";
import { createCutoverHandler } from "./handler.ts";

const target = { request: requestId, version: 3 };
const asked = { command: "request_code", ...target, method: "SMS", language: "en_US" };
const entered = { command: "enter_code", ...target, code: "424242" };
const approved = { command: "approve_register", ...target, lastFour: "0123" };

const graphError = (code: number, message: string) =>
  Response.json({ error: { code, message } }, { status: 400 });
const number = (facts: object) => Response.json({ id: "7203", ...facts });

async function stubAt(step: string, graph: GraphAnswer, changes: Record<string, object> = {}) {
  return createEngineStub(
    {
      authorise_step: { body: {} },
      engine_context: { body: await contextAt(step) },
      engine_open_intent: { body: intentAnswer },
      engine_close_intent: { body: {} },
      ...changes,
    },
    graph,
  );
}

const noGraph: GraphAnswer = () => Promise.reject(new Error("Meta must not be called"));

describe("the cut-over", () => {
  it("requests a code as the person, then as the engine", async () => {
    const stub = await stubAt("request_code", () => Response.json({ success: true }));
    const response = await createCutoverHandler(stub.deps)(post(asked));
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ state: "done", attemptsLeft: 4 });
    expect(stub.calls("authorise_step")[0]).toMatchObject({
      authorization: "Bearer a.b.c",
      body: {
        p_request: requestId,
        p_version: 3,
        p_step: "request_code",
        p_detail: { method: "SMS", language: "en_US" },
      },
    });
    expect(stub.calls("engine_open_intent")[0]?.authorization).not.toBe("Bearer a.b.c");
    expect(stub.sent[0]).toEqual({
      method: "POST",
      path: "/7203/request_code",
      body: '{"code_method":"SMS","language":"en_US"}',
    });
  });

  it("reports a wrong code, and stores it nowhere", async () => {
    const stub = await stubAt("verify_code", () => graphError(136025, "Verify code error"));
    const response = await createCutoverHandler(stub.deps)(post(entered));
    expect(await response.json()).toEqual({ state: "pending", error: "code_wrong", attemptsLeft: 4 });
    expect(stub.sent[0]?.body).toBe('{"code":"424242"}');
    expect(JSON.stringify([stub.rest.calls, stub.lines])).not.toContain("424242");
  });

  it("shows the PIN once, after a completed register, and stores it nowhere", async () => {
    const stub = await stubAt("register", (method) =>
      method === "POST" ? Response.json({ success: true }) : number({ status: "PENDING" }),
    );
    const handler = createCutoverHandler({ ...stub.deps, pin: () => "975310" });
    const response = await handler(post(approved));
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(await response.json()).toEqual({
      state: "done",
      attemptsLeft: 4,
      pin: "975310",
      pinId: intentAnswer.intent,
    });
    expect(stub.sent[0]?.body).toContain('"pin":"975310"');
    expect(JSON.stringify([stub.rest.calls, stub.lines])).not.toContain("975310");
  });

  it("shows the PIN after a register whose outcome is unknown: the number may have it now", async () => {
    const stub = await stubAt("register", (method) =>
      method === "POST" ? Promise.reject(new Error("cut off")) : number({ status: "PENDING" }),
    );
    const response = await createCutoverHandler({ ...stub.deps, pin: () => "975310" })(post(approved));
    const answer = await response.json();
    expect(answer).toMatchObject({
      state: "unknown",
      pin: "975310",
      pinId: intentAnswer.intent,
      exception: "META_INCIDENT",
    });
    expect(answer).toHaveProperty("waitUntil");
  });

  it("shows no PIN if an earlier call had completed the register: the number does not have it", async () => {
    const stub = await stubAt("register", (method) =>
      method === "POST" ? graphError(133005, "PIN mismatch") : number({ status: "CONNECTED" }),
    );
    const response = await createCutoverHandler(stub.deps)(post(approved));
    expect(await response.json()).toEqual({ state: "done", attemptsLeft: 4 });
    expect(stub.calls("engine_close_intent")[0]).toMatchObject({
      body: { p_records: { byEarlierCall: true } },
    });
  });

  it("shows no PIN after a refused register", async () => {
    const stub = await stubAt("register", () => graphError(133005, "PIN mismatch"));
    const response = await createCutoverHandler(stub.deps)(post(approved));
    expect(await response.json()).toEqual({ state: "failed", exception: "TWO_STEP_ON", attemptsLeft: 4 });
  });

  it("generates PINs of six digits by itself", async () => {
    const stub = await stubAt("register", () => Response.json({ success: true }));
    const answer = (await (await createCutoverHandler(stub.deps)(post(approved))).json()) as { pin: string };
    expect(answer.pin).toMatch(/^\d{6}$/);
  });

  it("passes on the database's refusal before sending anything", async () => {
    const refusal = { code: "PT429", message: "budget_used", hint: "2026-11-23T10:00:00Z" };
    const stub = await stubAt("request_code", noGraph, { authorise_step: { status: 429, body: refusal } });
    const response = await createCutoverHandler(stub.deps)(post(asked));
    expect(response.status).toBe(429);
    expect(await response.json()).toEqual({ error: { code: "budget_used", hint: "2026-11-23T10:00:00Z" } });
    expect(stub.calls("engine_open_intent")).toHaveLength(0);
  });

  it("passes on that another worker has the step", async () => {
    const refusal = { status: 409, body: { code: "PT409", message: "intent_open", hint: "" } };
    const stub = await stubAt("request_code", noGraph, { engine_open_intent: refusal });
    const response = await createCutoverHandler(stub.deps)(post(asked));
    expect(response.status).toBe(409);
    expect(await response.json()).toEqual({ error: { code: "intent_open" } });
  });

  it.each<[string, unknown, object]>([
    ["an unknown command", { command: "undo", ...target }, { error: { code: "unknown_command" } }],
    ["no command", {}, { error: { code: "unknown_command" } }],
    ["malformed JSON", "{", { error: { code: "bad_json" } }],
    [
      "a code of five digits",
      { ...entered, code: "12345" },
      { error: { code: "invalid_input", fields: [{ path: "code", code: "invalid" }] } },
    ],
  ])("refuses %s", async (_name, body, expected) => {
    const stub = await stubAt("request_code", noGraph);
    const response = await createCutoverHandler(stub.deps)(post(body));
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual(expected);
    expect(stub.rest.calls).toHaveLength(0);
  });

  it("refuses a caller who is not signed in", async () => {
    const stub = await stubAt("request_code", noGraph);
    const response = await createCutoverHandler(stub.deps)(post(asked, { authorization: "" }));
    expect(response.status).toBe(401);
  });
});
