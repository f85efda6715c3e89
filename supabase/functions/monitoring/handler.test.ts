import { expect, it } from "vitest";
import {
  contextAt,
  createEngineStub,
  type GraphAnswer,
  post,
  requestId,
} from "../../../tests/fixtures/engine/engine-stub.ts";
import { createMonitoringHandler } from "./handler.ts";

const attempt = "5d9f4bd2-32c6-4c3a-9b5b-6f1b6a1f0a12";
const setPin = { command: "set_pin", request: requestId, version: 3 };
const sendTest = {
  command: "send_test",
  request: requestId,
  version: 3,
  to: "+12025550177",
  template: "order_update",
  language: "en_US",
};
const pin = () => "483920";

async function stubWith(graph: GraphAnswer, changes: Record<string, object> = {}) {
  return createEngineStub(
    {
      begin_pin: { body: { attempt } },
      begin_test_message: { body: { attempt } },
      read_test_templates: { body: { id: requestId } },
      engine_context: { body: await contextAt("compare", "done") },
      engine_end_pin: { body: {} },
      engine_end_test_message: { body: null },
      ...changes,
    },
    graph,
  );
}
const locked: GraphAnswer = (method) =>
  Response.json(method === "GET" ? { id: "7203", is_pin_enabled: true } : { success: true });
const refusing =
  (code: number): GraphAnswer =>
  () =>
    Response.json({ error: { code, message: "no" } }, { status: 400 });
const silent: GraphAnswer = () => Promise.reject(new TypeError("connection lost"));

it("sets a new PIN, has Meta confirm the lock, and shows the PIN once", async () => {
  const stub = await stubWith(locked);
  const response = await createMonitoringHandler({ ...stub.deps, pin })(post(setPin));
  expect(await response.json()).toEqual({ state: "set", confirmed: true, pin: "483920", pinId: attempt });
  expect(stub.sent.map(({ method, path }) => `${method} ${path}`)).toEqual(["POST /7203", "GET /7203"]);
  expect(stub.calls("engine_end_pin")[0]?.body).toEqual({
    p_attempt: attempt,
    p_outcome: "set",
    p_enabled: true,
  });
  expect(stub.lines.join()).not.toContain("483920");
  expect(JSON.stringify(stub.calls("engine_end_pin"))).not.toContain("483920");
});

it("says that a refused PIN is not set, and shows none", async () => {
  const stub = await stubWith(refusing(133010));
  const response = await createMonitoringHandler({ ...stub.deps, pin })(post(setPin));
  expect(await response.json()).toEqual({
    state: "refused",
    confirmed: false,
    exception: "NOT_REGISTERED_AFTER_MOVE",
  });
  expect(stub.calls("engine_end_pin")[0]?.body).toMatchObject({ p_outcome: "refused", p_enabled: null });
});

it("shows a PIN of which nobody knows whether it was set, and says so", async () => {
  const stub = await stubWith(silent);
  const response = await createMonitoringHandler({ ...stub.deps, pin })(post(setPin));
  expect(await response.json()).toMatchObject({
    state: "unknown",
    pin: "483920",
    pinId: attempt,
    confirmed: false,
  });
  expect(stub.calls("engine_end_pin")[0]?.body).toMatchObject({ p_outcome: "unknown", p_enabled: null });
});

it("sends a test message and stores the hash of its id, not the number it went to", async () => {
  const stub = await stubWith(() => Response.json({ messages: [{ id: "wamid.A" }] }));
  const response = await createMonitoringHandler(stub.deps)(post(sendTest));
  expect(await response.json()).toEqual({ state: "accepted" });
  expect(JSON.parse(stub.sent[0]?.body ?? "")).toMatchObject({
    to: "+12025550177",
    type: "template",
    template: { name: "order_update", language: { code: "en_US" } },
  });
  const end = stub.calls("engine_end_test_message")[0]?.body;
  expect(end).toMatchObject({ p_attempt: attempt, p_outcome: "accepted", p_error: null });
  expect(end).toHaveProperty("p_message_hash", expect.stringMatching(/^[0-9a-f]{64}$/));
});

it("distinguishes a refused message from one with an unknown outcome", async () => {
  const refused = await stubWith(refusing(131042));
  expect(await (await createMonitoringHandler(refused.deps)(post(sendTest))).json()).toEqual({
    state: "refused",
    reason: "payment_problem",
  });
  expect(refused.calls("engine_end_test_message")[0]?.body).toMatchObject({ p_error: 131042 });
  const sample = await stubWith(refusing(131058));
  expect(await (await createMonitoringHandler(sample.deps)(post(sendTest))).json()).toEqual({
    state: "refused",
    reason: "sample_template",
  });
  const lost = await stubWith(silent);
  expect(await (await createMonitoringHandler(lost.deps)(post(sendTest))).json()).toEqual({
    state: "unreachable",
  });
});

const listed = [
  { id: "1", name: "hello_world", components: [{ type: "BODY", text: "Hello" }] },
  { id: "2", name: "offer", category: "MARKETING", components: [{ type: "BODY", text: "New!" }] },
  { id: "3", name: "receipt", components: [{ type: "BODY", text: "Dear {{1}}" }] },
  { id: "4", name: "order_update", components: [{ type: "BODY", text: "It is on its way." }] },
].map((one) => ({ language: "en_US", category: "UTILITY", status: "APPROVED", ...one }));

it("lists what the number's own account can send, the recommended one first, without Meta's sample", async () => {
  const stub = await stubWith(() => Response.json({ data: listed }));
  const order = { command: "templates", request: requestId, version: 3 };
  const response = await createMonitoringHandler(stub.deps)(post(order));
  expect(await response.json()).toEqual({
    templates: [
      { name: "order_update", language: "en_US", category: "UTILITY" },
      { name: "offer", language: "en_US", category: "MARKETING" },
    ],
    approved: 3,
  });
  expect(stub.sent.map(({ method, path }) => `${method} ${path}`)).toEqual(["GET /7102/message_templates"]);
  const none = await stubWith(() => Response.json({ data: [] }));
  expect(await (await createMonitoringHandler(none.deps)(post(order))).json()).toEqual({
    templates: [],
    approved: 0,
  });
  const gone = await stubWith(silent);
  expect(await (await createMonitoringHandler(gone.deps)(post(order))).json()).toEqual({
    error: { code: "graph_unreachable" },
  });
});

it("reads no templates if the database refuses, and never sends the sample", async () => {
  const stub = await stubWith(locked, {
    read_test_templates: { status: 403, body: { code: "PT403", message: "not_permitted" } },
  });
  const handler = createMonitoringHandler(stub.deps);
  expect((await handler(post({ command: "templates", request: requestId, version: 3 }))).status).toBe(403);
  const sample = await handler(post({ ...sendTest, template: "hello_world" }));
  expect(await sample.json()).toMatchObject({
    error: { code: "invalid_input", fields: [{ path: "template" }] },
  });
  expect(stub.sent).toEqual([]);
});

it("makes no call to Meta if the database refuses, and names the wrong fields", async () => {
  const stub = await stubWith(locked, {
    begin_pin: { status: 403, body: { code: "PT403", message: "not_permitted", hint: "pin.set" } },
  });
  expect((await createMonitoringHandler(stub.deps)(post(setPin))).status).toBe(403);
  const wrong = await createMonitoringHandler(stub.deps)(post({ ...sendTest, to: "12" }));
  expect(wrong.status).toBe(400);
  expect(await wrong.json()).toMatchObject({ error: { code: "invalid_input", fields: [{ path: "to" }] } });
  expect(stub.sent).toEqual([]);
});
