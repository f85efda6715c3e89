/** Thousands of templates into a nearly full account: the forecast, what Meta then holds, and what Portdesk reports. */
import { expect, it } from "vitest";
import * as z from "zod/mini";
import { compareSides } from "#domain/proof/comparison.ts";
import { forecastSummary } from "#domain/templates/forecast-schema.ts";
import { scoreForecast, templateCount } from "#domain/templates/forecast-score.ts";
import { forecastTemplates } from "#domain/templates/template-forecast.ts";
import { readInventory } from "#domain/templates/template-inventory.ts";
import { readingSummary } from "#domain/templates/template-reading.ts";
import { createEngineStore } from "../../../supabase/functions/_shared/engine/cutover-store.ts";
import { createTemplateStore } from "../../../supabase/functions/_shared/templates/template-store.ts";
import { templateReadingsJob } from "../../../supabase/functions/tick/jobs/template-readings-job.ts";
import { serviceCommands } from "../../fixtures/engine/engine-commands.ts";
import { graphOf, openGraphOf } from "../../fixtures/move/graph-of.ts";
import type { Move } from "../../fixtures/move/move-runner.ts";
import { prepareMoves } from "../../fixtures/move/move-suite.ts";
import { metaIds, type moveSeed } from "../../fixtures/move/move-fixture.ts";
import { loud } from "../../runner/loud.ts";

const { moveIn } = prepareMoves();
type Change = NonNullable<Parameters<typeof moveSeed>[1]>;

const crowd =
  (eligible: number, there: number): Change =>
  (seed) => {
    const of = (count: number, wabaId: string, prefix: string) =>
      Array.from({ length: count }, (_, index) => ({
        id: `${wabaId}${String(index).padStart(6, "0")}`,
        waba_id: wabaId,
        name: `${prefix}_${index}`,
        language: "en",
      }));
    seed.templates = [...of(eligible, metaIds.source, "old"), ...of(there, metaIds.destination, "own")];
  };

/** Back to preparing, the forecast as the function makes it, and out again. */
async function predict(move: Move) {
  const { manager, client } = move.office;
  await move.command(manager, "abort_cutover", { p_note: null });
  await move.command(manager, "read_templates", {});
  const ids = {
    sourceWabaId: metaIds.source,
    sourcePhoneNumberId: metaIds.sourcePhone,
    destinationWabaId: metaIds.destination,
  };
  const inventory = await readInventory(await graphOf(move), ids);
  if ("unread" in inventory) throw new Error(inventory.unread.cause);
  await createTemplateStore(serviceCommands(move.database.serviceSql)).recordForecast(
    move.request,
    forecastTemplates(inventory),
  );
  await move.command(manager, "set_template_sends", {
    p_sends: [
      ["old_0", "en", 900],
      ["old_6000", "en", 100],
    ],
  });
  const window = { p_starts_at: new Date(Date.now() - 1000), p_ends_at: new Date(Date.now() + 3_600_000) };
  await move.command(manager, "schedule_request", window);
  await move.command(client, "confirm_window", {});
  await move.command(manager, "start_cutover", {});
  const [row] = await move.database
    .sql`select summary from public.template_forecasts where request_id = ${move.request}`;
  return forecastSummary.parse(row?.summary);
}

async function countsOf(move: Move) {
  const rows = await move.database
    .sql`select forecast, forecast_why, collides, outcome, why, templates::int, sends::int
    from public.template_counts(${move.request})`;
  return z.array(templateCount).parse([...rows]);
}

const heldAt = (move: Move, wabaId: string, prefix = "") =>
  move.simulator.simulation.state.templates.filter(
    (template) => template.waba_id === wabaId && template.name.startsWith(prefix),
  );

async function readingsOf(move: Move) {
  const rows = await move.database.sql`select moment, summary, cause, attempts from public.template_readings
    where request_id = ${move.request} order by due_at`;
  return rows.map((row) => ({
    moment: row.moment as unknown,
    cause: row.cause as unknown,
    summary: row.summary === null ? null : readingSummary.parse(row.summary),
  }));
}

/** As the tick does once the reading is due. */
async function read(move: Move, moment: string, fetch?: (request: Request) => Promise<Response>) {
  const call = serviceCommands(move.database.serviceSql);
  await move.database
    .sql`update public.template_readings set due_at = now(), tried_at = null where request_id = ${move.request} and moment = ${moment}`;
  const job = templateReadingsJob(
    {
      store: createEngineStore(call),
      templates: createTemplateStore(call),
      openGraph: openGraphOf(move, fetch),
    },
    loud,
  );
  return job.work(1000);
}

it("6,100 eligible templates and 50 free slots: forecast, copy, over-limit, proof and simulator agree", async () => {
  const move = await moveIn(crowd(6100, 5950));
  const summary = await predict(move);
  expect(summary).toMatchObject({
    total: 6100,
    classes: { kept: 50, kept_by_api: 0, at_risk: 6050, lost: 0 },
    slots: { limit: 6000, used: 5950, free: 50, wanted: 6100, fitting: 50 },
    full: true,
  });

  await move.drive();
  expect((await move.row()).status).toBe("monitoring");
  expect(await move.exceptions()).toEqual(["TEMPLATE_LIMIT"]);
  expect(heldAt(move, metaIds.destination)).toHaveLength(summary.slots.limit);
  expect(heldAt(move, metaIds.destination, "old")).toHaveLength(summary.slots.fitting);

  const counts = await countsOf(move);
  const score = scoreForecast(counts);
  expect(score.classes).toMatchObject([
    { forecast: "kept", predicted: 50, kept: 50, notKept: 0 },
    { forecast: "kept_by_api", predicted: 0 },
    { forecast: "at_risk", predicted: 6050, kept: 0, notKept: 6050, open: 0 },
    { forecast: "lost", predicted: 0 },
  ]);
  expect(score).toMatchObject({ hits: 50, misses: 0, weighted: { hits: 900, misses: 0 } });
  const proof = compareSides(null, null, counts).find(({ promise }) => promise === "templates");
  expect(proof).toMatchObject({ before: "6100", after: "50", verdict: "different" });

  // A new account has 200 calls an hour; copying thousands of templates must not use them up.
  const calls = move.simulator.simulation.journal.list();
  const registered = calls.findIndex(({ path }) => path.endsWith("/register"));
  const ofDestination = calls.slice(0, registered).filter(({ path }) => path.includes(metaIds.destination));
  expect(ofDestination.length).toBeGreaterThan(50);
  expect(ofDestination.length).toBeLessThan(150);

  // There is room for 100 more, and staff request the missing ones.
  const { state } = move.simulator.simulation;
  const own = new Set(heldAt(move, metaIds.destination, "own").slice(0, 100));
  state.templates = state.templates.filter((template) => !own.has(template));
  await move.command(move.office.manager, "retry_templates", {});
  // The request completes nothing: the comparison shows whether some are still missing.
  expect(await move.exceptions()).toEqual(["TEMPLATE_LIMIT"]);
  await move.work();
  expect(await move.current()).toBeUndefined();
  expect(heldAt(move, metaIds.destination, "old")).toHaveLength(150);
  const kept = (await countsOf(move)).filter(({ outcome }) => outcome === "kept");
  expect(kept.reduce((sum, { templates }) => sum + templates, 0)).toBe(150);
  expect(await move.exceptions()).toEqual(["TEMPLATE_LIMIT"]);
}, 60_000);

it("reads again after a day and a week: a rejected copy is an alarm, a late one arrives", async () => {
  const move = await moveIn(crowd(6, 0));
  await predict(move);
  await move.drive();
  const [rejected, deleted] = heldAt(move, metaIds.destination, "old");
  if (!rejected || !deleted) throw new Error("nothing was copied");
  expect((await readingsOf(move)).map(({ moment, summary }) => [moment, summary?.kept])).toEqual([
    ["0h", 6],
    ["24h", undefined],
    ["7d", undefined],
  ]);
  expect(await read(move, "none")).toBe(0);

  expect(await read(move, "24h", () => Promise.reject(new TypeError("gone")))).toBe(1);
  expect((await readingsOf(move))[1]).toMatchObject({ cause: "lost", summary: null });

  rejected.status = "REJECTED";
  const { state } = move.simulator.simulation;
  state.templates = state.templates.filter((template) => template !== deleted);
  expect(await read(move, "24h")).toBe(1);
  expect((await readingsOf(move))[1]).toMatchObject({
    cause: null,
    summary: { kept: 4, lost: 2, pending: 0, changed: 2, rejected: 1, source: 6, destination: 5 },
  });
  expect(await move.exceptions()).toEqual(["TEMPLATE_RECATEGORISED"]);
  expect(scoreForecast(await countsOf(move))).toMatchObject({ hits: 4, misses: 2 });

  await move.database
    .sql`update public.migration_requests set status = 'completed' where id = ${move.request}`;
  const late = heldAt(move, metaIds.destination, "old").find(({ status }) => status === "APPROVED");
  if (late) late.status = "REJECTED";
  expect(await read(move, "7d")).toBe(1);
  expect((await readingsOf(move))[2]?.summary).toMatchObject({ kept: 3, lost: 3, changed: 1, rejected: 1 });
  // What is new since completion is an alarm, not another exception.
  const alarms = await move.database
    .sql`select code, subject, facts from public.request_alarms where request_id = ${move.request}`;
  expect(alarms).toEqual([
    { code: "TEMPLATE_STOPPED", subject: `${late?.name} ${late?.language}`, facts: { event: "REJECTED" } },
  ]);
});

it("keeps the forecast of a template that is deleted before the move, and reports it as gone", async () => {
  const move = await moveIn(crowd(3, 0));
  const { state } = move.simulator.simulation;
  await predict(move);
  state.templates = state.templates.slice(1);
  await move.drive();
  const rows = await move.database.sql`select name, forecast, outcome, why from public.templates
    where request_id = ${move.request} order by name`;
  expect(rows.map((row) => Object.values(row).join(" "))).toEqual([
    "old_0 kept lost gone",
    "old_1 kept kept copied",
    "old_2 kept kept copied",
  ]);
  expect(await move.exceptions()).toEqual([]);
});

it("copies page by page, halves a page that takes too long, and ends with each template once", async () => {
  let slow = 1;
  const move = await moveIn(crowd(1200, 0), {
    fetch: async (request) => {
      const copies = request.url.includes("migrate_message_templates") && slow-- > 0;
      return copies ? Promise.reject(new TypeError("timed out")) : move.simulator.fetch(request);
    },
  });
  await move.drive();
  expect(heldAt(move, metaIds.destination)).toHaveLength(1200);
  const counts = await countsOf(move);
  expect(counts.map(({ outcome, templates }) => [outcome, templates])).toEqual([["kept", 1200]]);
  const copies = move.simulator.simulation.journal.list({ operation: "migrate_templates" });
  expect(copies.map(({ body }) => [body.page_number, body.count])).toEqual(
    [0, 1, 2, 3, 4].map((page) => [page, 250]),
  );
  expect(await move.exceptions()).toEqual([]);
});
