import { expect, it } from "vitest";
import * as z from "zod/mini";
import {
  contextAt,
  createEngineStub,
  type GraphAnswer,
  post,
  requestId,
} from "../../../tests/fixtures/engine/engine-stub.ts";
import { createChecksHandler } from "./handler.ts";

const body = { request: requestId, version: 3 };

const answers: Record<string, object> = {
  "/7201": {
    id: "7201",
    name_status: "APPROVED",
    new_name_status: "NONE",
    platform_type: "CLOUD_API",
    account_mode: "LIVE",
    is_on_biz_app: false,
    is_pin_enabled: true,
  },
  "/7101": {
    id: "7101",
    account_review_status: "Approved",
    primary_funding_id: "1",
    owner_business_info: { id: "7001" },
  },
  "/7102": {
    id: "7102",
    account_review_status: "APPROVED",
    business_verification_status: "verified",
    primary_funding_id: "2",
    owner_business_info: { id: "7001" },
  },
  "/7101/message_templates": { data: [] },
  "/7102/phone_numbers": { data: [] },
  "/7102/subscribed_apps": { data: [] },
};

async function stubWith(graph: GraphAnswer, changes: Record<string, object> = {}) {
  return createEngineStub(
    {
      run_checks: { body: {} },
      engine_context: { body: await contextAt("claim_number") },
      engine_open_reading: { body: { reading: "r1" } },
      engine_close_reading: { body: null },
      engine_record_checks: { body: {} },
      ...changes,
    },
    graph,
  );
}

const recorded = z.object({
  p_checks: z.array(z.object({ code: z.string(), status: z.string(), cause: z.nullable(z.string()) })),
  p_snapshots: z.array(z.object({ side: z.string(), moment: z.string() })),
});

it("reads both sides and stores the findings", async () => {
  const stub = await stubWith((_method, path) => Response.json(answers[path] ?? {}));
  const response = await createChecksHandler(stub.deps)(post(body));
  expect(await response.json()).toEqual({ checks: 9 });
  expect(stub.calls("run_checks")[0]).toMatchObject({
    authorization: "Bearer a.b.c",
    body: { p_request: requestId, p_version: 3 },
  });
  const { p_checks: checks, p_snapshots: snapshots } = recorded.parse(
    stub.calls("engine_record_checks")[0]?.body,
  );
  expect(
    Object.fromEntries(checks.map(({ code, status, cause }) => [code, `${status} ${cause ?? ""}`.trim()])),
  ).toEqual({
    NUMBER_FORMAT: "passed",
    BUSINESS_VERIFIED: "passed",
    SOURCE_READY: "passed",
    SAME_BUSINESS: "passed",
    NAME_APPROVED: "passed",
    CLOUD_API_NUMBER: "passed",
    TWO_STEP_OFF: "failed TWO_STEP_ON",
    DESTINATION_READY: "passed",
    APP_SUBSCRIBED: "passed",
  });
  expect(snapshots).toEqual([
    { side: "source", moment: "check" },
    { side: "destination", moment: "check" },
  ]);
});

it.each<[string, GraphAnswer, string]>([
  ["cannot be reached", () => Promise.reject(new Error("refused")), "graph_unreachable"],
  ["answers nonsense", () => new Response("<html>"), "graph_nonsense"],
])("stores nothing when Meta %s", async (_name, graph, code) => {
  const stub = await stubWith(graph);
  const response = await createChecksHandler(stub.deps)(post(body));
  expect(response.status).toBe(502);
  expect(await response.json()).toEqual({ error: { code } });
  expect(stub.calls("engine_record_checks")).toHaveLength(0);
});

it("leaves open what Meta does not show, and says why", async () => {
  const refused = () => Response.json({ error: { code: 200, message: "no" } }, { status: 403 });
  const stub = await stubWith((_method, path) =>
    path.startsWith("/7201") || path.startsWith("/7101") ? refused() : Response.json(answers[path] ?? {}),
  );
  await createChecksHandler(stub.deps)(post(body));
  const { p_checks: checks } = recorded.parse(stub.calls("engine_record_checks")[0]?.body);
  const pending = checks.filter(({ status }) => status === "pending");
  expect(pending.map(({ code }) => code)).toEqual([
    "SOURCE_READY",
    "SAME_BUSINESS",
    "NAME_APPROVED",
    "CLOUD_API_NUMBER",
    "TWO_STEP_OFF",
  ]);
  expect(new Set(pending.map(({ cause }) => cause))).toEqual(
    new Set(["could_not_be_read:PERMISSION_MISSING"]),
  );
});

it("makes no call to Meta until there is a route", async () => {
  const refusal = { status: 409, body: { code: "PT409", message: "route_missing", hint: "" } };
  const stub = await stubWith(() => Response.error(), { engine_open_reading: refusal });
  const response = await createChecksHandler(stub.deps)(post(body));
  expect(response.status).toBe(409);
  expect(await response.json()).toEqual({ error: { code: "route_missing" } });
  expect(stub.sent).toEqual([]);
});

it("passes on the database's refusal", async () => {
  const refusal = { status: 404, body: { code: "PT404", message: "request_not_found", hint: "" } };
  const stub = await stubWith(() => Response.error(), { run_checks: refusal });
  const response = await createChecksHandler(stub.deps)(post(body));
  expect(response.status).toBe(404);
  expect(await response.json()).toEqual({ error: { code: "request_not_found" } });
});
