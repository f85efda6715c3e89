import { expect, it } from "vitest";
import * as z from "zod/mini";
import { forecastSummary } from "#domain/templates/forecast-schema.ts";
import {
  contextAt,
  createEngineStub,
  type GraphAnswer,
  post,
  requestId,
} from "../../../tests/fixtures/engine/engine-stub.ts";
import { createTemplatesHandler } from "./handler.ts";

const order = { request: requestId, version: 3 };
const template = (id: string, name: string, score = "GREEN") => ({
  id,
  name,
  language: "en",
  category: "UTILITY",
  status: "APPROVED",
  quality_score: { score },
});
const lists: Record<string, object[]> = {
  "/7101/message_templates": [template("1", "a"), template("2", "b", "RED"), template("3", "c")],
  "/7102/message_templates": [template("9", "c")],
};
const meta: GraphAnswer = (_method, path) => {
  if (path === "/7102") return Response.json({ id: "7102", business_verification_status: "verified" });
  if (path === "/7201") return Response.json({ id: "7201", name_status: "APPROVED" });
  return Response.json({ data: lists[path] ?? [] });
};

async function stubWith(graph: GraphAnswer, changes: Record<string, object> = {}) {
  return createEngineStub(
    {
      read_templates: { body: {} },
      engine_context: { body: { ...(await contextAt("claim_number")), steps: [] } },
      engine_store_template_forecast: { body: {} },
      ...changes,
    },
    graph,
  );
}

const stored = z.object({
  p_templates: z.array(z.object({ name: z.string(), forecast: z.string(), why: z.string() })),
  p_summary: forecastSummary,
});

it("reads both sides and stores what will become of each template", async () => {
  const stub = await stubWith(meta);
  const response = await createTemplatesHandler(stub.deps)(post(order));
  expect(await response.json()).toEqual({ total: 3 });
  expect(stub.calls("read_templates")[0]).toMatchObject({
    authorization: "Bearer a.b.c",
    body: { p_request: requestId, p_version: 3 },
  });
  const { p_templates: rows, p_summary: summary } = stored.parse(
    stub.calls("engine_store_template_forecast")[0]?.body,
  );
  expect(rows).toEqual([
    { name: "a", forecast: "kept", why: "high_quality" },
    { name: "b", forecast: "lost", why: "low_quality" },
    { name: "c", forecast: "kept", why: "already_there" },
  ]);
  expect(summary).toMatchObject({ collisions: 1, slots: { limit: 6000, assumed: false, used: 1 } });
  expect(new Set(stub.sent.map(({ method }) => method))).toEqual(new Set(["GET"]));
});

it("forecasts a move through the signup window against an account that holds nothing yet", async () => {
  const context = await contextAt("claim_number");
  const request = Object.assign({}, context["request"], { route: "R1", destination_waba_id: null });
  const stub = await stubWith(meta, { engine_context: { body: { ...context, request, steps: [] } } });
  const response = await createTemplatesHandler(stub.deps)(post(order));
  expect(await response.json()).toEqual({ total: 3 });
  const { p_summary: summary } = stored.parse(stub.calls("engine_store_template_forecast")[0]?.body);
  expect(summary).toMatchObject({ collisions: 0, slots: { limit: 250, assumed: true, used: 0, free: 250 } });
  expect(stub.sent.map(({ path }) => path)).not.toContain("/7102");
});

it.each<[string, string, (page: number) => Response | Promise<Response>, string]>([
  [
    "whose second page never comes",
    "source",
    (page) =>
      page === 0
        ? Response.json({
            data: lists["/7101/message_templates"],
            paging: { next: "x", cursors: { after: "p1" } },
          })
        : Promise.reject(new TypeError("gone")),
    "lost",
  ],
  [
    "that may not be read",
    "destination",
    () => Response.json({ error: { code: 200 } }, { status: 403 }),
    "PERMISSION_MISSING",
  ],
  ["with an item of a wrong shape", "source", () => Response.json({ data: [{ id: "1" }] }), "nonsense"],
])("makes no forecast for a side %s", async (_what, side, answer, cause) => {
  let page = 0;
  const path = side === "source" ? "/7101/message_templates" : "/7102/message_templates";
  const stub = await stubWith((method, asked, body) =>
    asked === path ? answer(page++) : meta(method, asked, body),
  );
  const response = await createTemplatesHandler(stub.deps)(post(order));
  expect(await response.json()).toEqual({ unread: { side, cause } });
  expect(stub.calls("engine_store_template_forecast")).toEqual([]);
});

it("assumes the lower limit, and says so, when the facts behind it cannot be read", async () => {
  const stub = await stubWith((method, path, body) =>
    path === "/7102" ? Response.json({ error: { code: 10 } }, { status: 403 }) : meta(method, path, body),
  );
  await createTemplatesHandler(stub.deps)(post(order));
  const { p_summary: summary } = stored.parse(stub.calls("engine_store_template_forecast")[0]?.body);
  expect(summary.slots).toMatchObject({ limit: 250, assumed: true });
});

it.each([
  ["read_templates", 409, "route_missing"],
  ["engine_store_template_forecast", 409, "wrong_status"],
])("passes on the refusal of %s", async (name, status, message) => {
  const stub = await stubWith(meta, { [name]: { status, body: { code: `PT${status}`, message, hint: "" } } });
  const response = await createTemplatesHandler(stub.deps)(post(order));
  expect([response.status, await response.json()]).toEqual([status, { error: { code: message } }]);
});
