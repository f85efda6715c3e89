/** The forecast's tables through their own commands: who may do what, what is kept, what is refused. */
import { expect, test } from "vitest";
import type { TemplateFacts } from "#domain/graph/graph-port.ts";
import { forecastTemplates } from "#domain/templates/template-forecast.ts";
import { useDriver } from "../../fixtures/own-database.ts";

const { database, driver } = await useDriver();

const template = (name: string, quality = "GREEN"): TemplateFacts => ({
  id: name,
  name,
  language: "en",
  category: "UTILITY",
  status: "APPROVED",
  quality,
});
const portfolio = { verified: true, approvedName: true };

async function predict(request: string, source: TemplateFacts[]) {
  const forecast = forecastTemplates({ source, destination: [], portfolio });
  return driver.try("service", "engine_store_template_forecast", { request, ...forecast });
}

const rows = (request: string) =>
  database.sql`select name, forecast, monthly_sends::int as sends from public.templates where request_id = ${request} order by name`;

const plan = async (request: string) => {
  const [check] = await database.sql`select status, evidence_kind, evidence_value from public.checks
    where request_id = ${request} and code = 'TEMPLATES_PLAN'`;
  return Object.values(check ?? {}).join(" ");
};

test("a new forecast replaces the old one and keeps what is known of the sends", async () => {
  const request = await driver.bringTo("preparing");
  await predict(request, [template("a"), template("b"), template("c", "RED")]);
  await driver.command("manager", "set_template_sends", request, {
    sends: [
      ["a", "en", 10],
      ["b", "en", 20],
      ["z", "en", 1],
    ],
  });
  await predict(request, [template("b", "UNKNOWN"), template("d")]);
  expect([...(await rows(request))]).toEqual([
    { name: "b", forecast: "kept_by_api", sends: 20 },
    { name: "d", forecast: "kept", sends: null },
  ]);
  await driver.command("manager", "set_template_sends", request, { sends: [["b", "en", null]] });
  expect((await rows(request))[0]).toMatchObject({ sends: null });
});

test("the forecast is the evidence of the templates plan until a person decides", async () => {
  const request = await driver.bringTo("preparing");
  await predict(request, [template("a"), template("c", "RED")]);
  expect(await plan(request)).toBe("pending api 1/2");
  await predict(request, [template("a")]);
  expect(await plan(request)).toBe("passed api 1/1");
  const spoken = { code: "TEMPLATES_PLAN", kind: "person", evidence: "agreed" };
  await driver.command("manager", "confirm_check", request, spoken);
  await predict(request, [template("a"), template("c", "RED")]);
  expect(await plan(request)).toBe("passed person agreed");
});

test("a move that has begun keeps its first forecast", async () => {
  const request = await driver.bringTo("cutover");
  expect(await predict(request, [template("a")])).toEqual({ refused: "409 wrong_status", hint: "cutover" });
});

test.each([
  ["not a list", { a: 1 }],
  ["an empty list", []],
  ["a word instead of a number", [["a", "en", "many"]]],
  ["negative", [["a", "en", -1]]],
])("sends that are %s are refused", async (_what, sends) => {
  const request = await driver.bringTo("preparing");
  await predict(request, [template("a")]);
  expect(await driver.tryCommand("manager", "set_template_sends", request, { sends })).toMatchObject({
    refused: "400 invalid_input",
  });
});

test("the texts are for staff and for the client who owns them, on record, and not every second", async () => {
  const request = await driver.bringTo("preparing");
  const ask = (actor: Parameters<typeof driver.try>[0]) =>
    driver.try(actor, "record_template_backup", { request });
  for (const stranger of ["siblingClient", "foreignAdmin", "endedMember", "stranger"] as const)
    expect(await ask(stranger)).toMatchObject({ refused: "404 request_not_found" });
  const version = await driver.version(request);
  expect(await ask("client")).toEqual({ done: request });
  expect(await ask("manager")).toMatchObject({ refused: "429 too_soon" });
  await database.sql`update public.events set created_at = created_at - interval '1 minute' where request_id = ${request}`;
  expect(await ask("analyst")).toEqual({ done: request });
  expect(await driver.version(request)).toBe(version);
  const events =
    await database.sql`select actor_kind from public.events where request_id = ${request} and kind = 'template.backup' order by id`;
  expect(events.map((event) => event.actor_kind as unknown)).toEqual(["client", "member"]);
});

test("readings are scheduled when the comparison is done, and handed to one worker at a time", async () => {
  const request = await driver.bringTo("monitoring");
  const planned = await database.sql`select moment, taken_at is null as open,
      extract(epoch from t.due_at - r.registered_at)::int / 3600 as hours
    from public.template_readings t join public.migration_requests r on r.id = t.request_id where r.id = ${request} order by t.due_at`;
  expect(planned.map((row) => Object.values(row).join(" "))).toEqual([
    "0h false 0",
    "24h true 24",
    "7d true 168",
  ]);
  await database.sql`update public.template_readings set due_at = now() where request_id = ${request} and moment = '24h'`;
  const due = async () => {
    const answer = await driver.try("service", "engine_due_template_readings", { limit: 10 });
    return "done" in answer && Array.isArray(answer.done) ? answer.done.length : -1;
  };
  expect(await due()).toBe(1);
  expect(await due()).toBe(0);
  await database.sql`update public.template_readings set tried_at = tried_at - interval '16 minutes' where request_id = ${request}`;
  expect(await due()).toBe(1);
});

test("nothing is copied again when nothing is missing", async () => {
  const request = await driver.bringTo("monitoring");
  expect(await driver.tryCommand("manager", "retry_templates", request)).toMatchObject({
    refused: "409 nothing_to_copy",
  });
});
