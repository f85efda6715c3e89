import { expect, it } from "vitest";
import * as z from "zod/mini";
import { rehearsalResult } from "#domain/rehearsal/rehearsal-result.ts";
import {
  contextAt,
  createEngineStub,
  type GraphAnswer,
  post,
  requestId,
} from "../../../tests/fixtures/engine/engine-stub.ts";
import { createRehearsalHandler } from "./handler.ts";

const order = { request: requestId, version: 3 };
const account = {
  account_review_status: "APPROVED",
  business_verification_status: "verified",
  primary_funding_id: "1",
};
const answers: Record<string, object> = {
  "/7201": { id: "7201", name_status: "APPROVED", status: "CONNECTED", is_pin_enabled: true },
  "/7101": { id: "7101", ...account, owner_business_info: { id: "7001" } },
  "/7102": { id: "7102", ...account, owner_business_info: { id: "7001" } },
};
const meta: GraphAnswer = (_method, path) => Response.json(answers[path] ?? { data: [] });

async function stubWith(graph: GraphAnswer, changes: Record<string, object> = {}) {
  const context = { ...(await contextAt("claim_number")), steps: [] };
  return createEngineStub(
    {
      rehearse_request: { body: {} },
      engine_context: { body: context },
      engine_attempts: { body: {} },
      engine_store_rehearsal: { body: "r1" },
      ...changes,
    },
    graph,
  );
}

const stored = z.object({
  p_stops_at: z.nullable(z.string()),
  p_exception_code: z.nullable(z.string()),
  p_result: rehearsalResult,
});

it("reads Meta, writes nothing there, and stores where the move would stop", async () => {
  const stub = await stubWith(meta);
  const response = await createRehearsalHandler(stub.deps)(post(order));
  expect(await response.json()).toEqual({ stopsAt: "claim_number", code: "TWO_STEP_ON" });
  expect(new Set(stub.sent.map(({ method }) => method))).toEqual(new Set(["GET"]));
  expect(stub.calls("rehearse_request")[0]).toMatchObject({
    authorization: "Bearer a.b.c",
    body: { p_request: requestId, p_version: 3 },
  });
  const {
    p_stops_at: step,
    p_exception_code: code,
    p_result: result,
  } = stored.parse(stub.calls("engine_store_rehearsal")[0]?.body);
  expect([step, code]).toEqual(["claim_number", "TWO_STEP_ON"]);
  expect(result.requests.at(-1)).toMatchObject({
    method: "POST",
    path: "/7102/phone_numbers",
    errorCode: 133005,
  });
  expect(result.assumptions).toContainEqual({ side: "source", field: "is_on_biz_app" });
});

it("counts the attempts that Meta still counts", async () => {
  const sound: Record<string, object> = {
    ...answers,
    "/7201": { ...answers["/7201"], is_pin_enabled: false },
  };
  const stub = await stubWith((_method, path) => Response.json(sound[path] ?? { data: [] }), {
    engine_attempts: { body: { register: 9 } },
  });
  const response = await createRehearsalHandler(stub.deps)(post(order));
  expect(await response.json()).toEqual({ stopsAt: "register", code: "REGISTER_LIMIT" });
});

it.each<[string, GraphAnswer, string]>([
  ["no answer", () => Promise.reject(new TypeError("fetch failed")), "graph_unreachable"],
  ["nonsense", () => new Response("<html>", { status: 200 }), "graph_nonsense"],
])("stores nothing on %s", async (_what, graph, code) => {
  const stub = await stubWith(graph);
  const response = await createRehearsalHandler(stub.deps)(post(order));
  expect([response.status, await response.json()]).toMatchObject([502, { error: { code } }]);
  expect(stub.calls("engine_store_rehearsal")).toEqual([]);
});

it("makes no call to Meta when the database refuses", async () => {
  const stub = await stubWith(meta, {
    rehearse_request: { status: 409, body: { code: "PT409", message: "version_conflict", hint: "4" } },
  });
  expect((await createRehearsalHandler(stub.deps)(post(order))).status).toBe(409);
  expect(stub.sent).toEqual([]);
});
