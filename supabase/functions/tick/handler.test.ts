import { afterEach, expect, it, vi } from "vitest";
import {
  contextAt,
  createEngineStub,
  intentAnswer,
  post,
  requestId,
} from "../../../tests/fixtures/engine/engine-stub.ts";
import { createTickHandler } from "./handler.ts";

async function stubAt(step: string, state = "pending", due = 1) {
  let context = await contextAt(step, state);
  const closed = await contextAt(step);
  return createEngineStub(
    {
      engine_due_requests: () => ({ body: due-- > 0 ? [{ request_id: requestId, provider_id: "p1" }] : [] }),
      engine_move_limits: { body: { atOnce: 3, perProvider: 3, keptFree: 2 } },
      engine_take_webhooks: { body: [] },
      engine_announce_windows: { body: 0 },
      engine_due_template_readings: { body: [] },
      engine_stale_calendars: { body: [] },
      engine_keep_clocks: { body: 0 },
      engine_report_conflicts: { body: 0 },
      engine_close_interrupted_commands: { body: 0 },
      engine_seal_audit: { body: 0 },
      engine_audit_heads_due: { body: [] },
      engine_context: () => ({ body: context }),
      engine_open_intent: { body: { ...intentAnswer, kind: state === "unknown" ? "reconcile" : "call" } },
      engine_close_intent: () => {
        context = closed;
        return { body: {} };
      },
    },
    () => Response.json({ id: "7203", status: "PENDING" }),
  );
}

const secret = "tick-secret";
const tick = (given: string, query = "?once") => {
  const { headers } = post({}, { "x-portdesk-tick": given, authorization: "" });
  return new Request(`http://functions.example/tick${query}`, { method: "POST", headers, body: "{}" });
};

afterEach(() => {
  vi.useRealTimers();
});

it("works off what is due", async () => {
  const stub = await stubAt("confirm_connected");
  const response = await createTickHandler({ ...stub.deps, secret })(tick(secret));
  expect(await response.json()).toEqual({ worked: 1 });
  expect(stub.calls("engine_close_intent")[0]?.body).toMatchObject({
    p_intent: "i1",
    p_fence: 7,
    p_outcome: "again",
    p_wait_seconds: 30,
    p_result: { status: "PENDING" },
  });
});

it("reads, and does not repeat, a register whose outcome is unknown", async () => {
  const stub = await stubAt("register", "unknown");
  await createTickHandler({ ...stub.deps, secret })(tick(secret));
  expect(stub.sent.map(({ method }) => method)).toEqual(["GET"]);
  expect(stub.calls("engine_close_intent")[0]?.body).toMatchObject({ p_outcome: "unknown" });
});

it("takes no step that a person must start", async () => {
  const stub = await stubAt("register");
  const response = await createTickHandler({ ...stub.deps, secret })(tick(secret));
  expect(await response.json()).toEqual({ worked: 0 });
  expect(stub.sent).toEqual([]);
});

it("polls for moves every second until cron calls again, unless called with ?once", async () => {
  vi.useFakeTimers({ toFake: ["Date", "setTimeout"] });
  const readings = async (query: string) => {
    const stub = await stubAt("confirm_connected", "pending", 0);
    let isAnswered = false;
    void createTickHandler({ ...stub.deps, secret })(tick(secret, query)).then(() => (isAnswered = true));
    while (!isAnswered) {
      await new Promise(setImmediate);
      if (vi.getTimerCount() > 0) await vi.advanceTimersToNextTimerAsync();
    }
    return stub.calls("engine_due_requests").length;
  };
  expect(await readings("")).toBe(10);
  expect(await readings("?once")).toBe(1);
});

it("refuses without the secret", async () => {
  const stub = await stubAt("confirm_connected");
  const handler = createTickHandler({ ...stub.deps, secret });
  for (const given of ["", "tick-secre", "tick-secret2"])
    expect((await handler(tick(given))).status).toBe(403);
  expect(stub.rest.calls).toHaveLength(0);
});
