import { expect, it } from "vitest";
import { fails, tryStep } from "../../../../tests/fixtures/move/step-trial.ts";
import { routeSteps } from "../route-steps.ts";
import type { TemplateRecord } from "../../templates/template-outcome.ts";

const record = (id: string, change: Partial<TemplateRecord> = {}): TemplateRecord => ({
  name: `t${id}`,
  language: "en",
  category: "UTILITY",
  sourceTemplateId: id,
  sourceStatus: "APPROVED",
  sourceQuality: "GREEN",
  destinationTemplateId: null,
  destinationStatus: null,
  outcome: "pending",
  why: "not_copied_yet",
  ...change,
});
const textOf = (id: string) => ({
  id,
  name: `t${id}`,
  language: "en",
  components: [{ type: "BODY", text: "Hi" }],
});
const steps = routeSteps.R0.map((step) => ({ step, state: "pending" as const, attempts: 0, result: null }));
const move = (...templates: TemplateRecord[]) => ({ route: "R0" as const, steps, templates });
const nothing = () => Promise.resolve([]);
const texts =
  (...ids: string[]) =>
  () =>
    Promise.resolve({ templates: ids.map(textOf), after: null });

it("makes a few at a time, and skips those that exist, are weak or were refused", async () => {
  const made: string[] = [];
  const { closing } = await tryStep(
    "create_templates",
    {
      listTemplates: () => Promise.resolve([{ id: "9", name: "t1", language: "en", status: "APPROVED" }]),
      readTemplateTexts: texts("1", "2", "3", "4", "5", "6", "7", "8", "10"),
      createTemplate: ({ template }) => Promise.resolve(String(made.push(String(template["name"])))),
    },
    "call",
    undefined,
    move(
      ...["1", "2", "3", "4", "5", "6", "7"].map((id) => record(id)),
      record("8", { sourceQuality: "RED" }),
      record("10", { sourceStatus: "REJECTED" }),
    ),
  );
  expect(made).toEqual(["t2", "t3", "t4", "t5", "t6"]);
  expect(closing).toMatchObject({
    outcome: "again",
    result: { progress: { made: ["2", "3", "4", "5", "6"] } },
  });
});

it.each([
  [{ code: 100, subcode: 2388024 }, "create_failed", "TEMPLATES_PARTIAL"],
  [{ code: 100, subcode: 2388019 }, "limit_reached", "TEMPLATE_LIMIT"],
  [{ code: 100 }, "create_failed", "TEMPLATES_PARTIAL"],
])("what Meta refuses with %j is %s and stops nothing", async (refusal, why, exception) => {
  const graph = { listTemplates: nothing, readTemplateTexts: texts("1"), createTemplate: fails(refusal) };
  const first = await tryStep("create_templates", graph, "call", undefined, move(record("1")));
  expect(first.closing?.outcome).toBe("again");
  const second = await tryStep("create_templates", graph, "call", first.closing?.result, move(record("1")));
  expect(second.closing).toMatchObject({
    outcome: "done",
    records: { templates: [{ outcome: "pending", why }] },
    exceptions: [{ code: exception }],
  });
});

it("texts that may not be read leave the templates to people", async () => {
  const graph = { listTemplates: nothing, readTemplateTexts: fails({ code: 200 }) };
  const { closing } = await tryStep("create_templates", graph, "call", undefined, move(record("1")));
  expect(closing).toMatchObject({ outcome: "done", exceptions: [{ code: "TEMPLATES_PARTIAL" }] });
});

it("a temporary problem is waited out, and templates already made are not made again", async () => {
  const calls: string[] = [];
  const graph = {
    listTemplates: nothing,
    readTemplateTexts: texts("1", "2"),
    createTemplate: ({ template }: { template: Readonly<Record<string, unknown>> }) => {
      calls.push(String(template["name"]));
      return calls.length === 2 ? fails({ kind: "lost", status: 0 })() : Promise.resolve("9");
    },
  };
  const first = await tryStep("create_templates", graph, "call", undefined, move(record("1"), record("2")));
  expect(first.closing).toMatchObject({ outcome: "again", result: { progress: { made: ["1"] } } });
  expect(first.closing?.waitSeconds).toBeGreaterThan(0);
  await tryStep("create_templates", graph, "call", first.closing?.result, move(record("1"), record("2")));
  expect(calls).toEqual(["t1", "t2", "t2"]);
});
