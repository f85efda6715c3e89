/** What Meta reports about a moved number or its templates is read within seconds, within the readings' call budget. */
import { setTimeout as sleep } from "node:timers/promises";
import { beforeEach, expect, it } from "vitest";
import { createEngineStore } from "../../../supabase/functions/_shared/engine/cutover-store.ts";
import { createMonitoringCheckStore } from "../../../supabase/functions/_shared/monitoring/monitoring-check-store.ts";
import { createTemplateStore } from "../../../supabase/functions/_shared/templates/template-store.ts";
import { createMonitoringChecksJob } from "../../../supabase/functions/tick/jobs/monitoring-checks-job.ts";
import { templateReadingsJob } from "../../../supabase/functions/tick/jobs/template-readings-job.ts";
import { serviceCommands } from "../../fixtures/engine/engine-commands.ts";
import { openGraphOf } from "../../fixtures/move/graph-of.ts";
import type { Move } from "../../fixtures/move/move-runner.ts";
import { prepareMoves } from "../../fixtures/move/move-suite.ts";
import { metaIds } from "../../fixtures/move/move-fixture.ts";
import {
  quality,
  seconds,
  type WebhookEvent,
  webhookFixture,
} from "../../fixtures/webhooks/webhook-fixture.ts";
import { loud } from "../../runner/loud.ts";

const { moveIn, database } = prepareMoves();
const { send } = webhookFixture(database);

// All moves in this file share the account.
beforeEach(async () => {
  const { sql } = database();
  await sql`delete from private.readings`;
  await sql`delete from private.webhook_changes`;
  await sql`delete from private.webhook_inbox`;
  await sql`update public.migration_requests set status = 'cancelled'`;
});

/** Moved, with its first check done and the planned ones far away. */
async function moved(status: "monitoring" | "completed" = "monitoring"): Promise<Move> {
  const move = await moveIn();
  await move.drive();
  const { sql } = database();
  await sql`update public.monitoring_checks set due_at = now() + interval '1 day' where request_id = ${move.request}`;
  await sql`update public.migration_requests set status = ${status}, completed_at = case ${status} when 'completed' then now() end
    where id = ${move.request}`;
  return move;
}

async function tick(move: Move): Promise<void> {
  const call = serviceCommands(database().serviceSql);
  const fixture = {
    store: createEngineStore(call),
    monitoringChecks: createMonitoringCheckStore(call),
    templates: createTemplateStore(call),
    openGraph: openGraphOf(move),
  };
  await createMonitoringChecksJob(fixture, Date.now, loud).work(5000);
  await templateReadingsJob(fixture, loud).work(5000);
}

const checksTaken = async (move: Move) => {
  const rows = await database().sql<{ taken: boolean }[]>`
    select taken_at is not null as taken from public.monitoring_checks where request_id = ${move.request} and moment = 'webhook' order by due_at`;
  return rows.map(({ taken }) => taken);
};
const readingsOf = async (move: Move) => {
  const rows = await database().sql<{ taken: boolean }[]>`
    select taken_at is not null as taken from public.template_readings where request_id = ${move.request} and moment = 'webhook'`;
  return rows.map(({ taken }) => taken);
};

async function templateNews(move: Move, event: string, outcome = "kept"): Promise<WebhookEvent> {
  const [one] = await database().sql<{ name: string; language: string }[]>`
    update public.templates set outcome = ${outcome} where (request_id, name, language) = (select request_id, name, language
      from public.templates where request_id = ${move.request} order by name, language limit 1) returning name, language`;
  const value = { event, message_template_name: one?.name, message_template_language: one?.language };
  return { field: "message_template_status_update", value };
}

it.each(["monitoring", "completed"] as const)(
  "a rating triggers a check of a number that is %s",
  async (status) => {
    const move = await moved(status);
    await tick(move);
    expect(await checksTaken(move)).toEqual([]);
    move.simulator.simulation.changeNumber(move.e164, { waba_id: metaIds.destination, status: "FLAGGED" });
    await send(quality(move, "FLAGGED"));
    expect(await checksTaken(move)).toEqual([false]);
    await tick(move);
    expect(await checksTaken(move)).toEqual([true]);
    expect(await readingsOf(move)).toEqual([]);
    const isOpen = (await move.exceptions()).includes("NOT_REGISTERED_AFTER_MOVE");
    expect(isOpen).toBe(status === "monitoring");
  },
);

it.each(["monitoring", "completed"] as const)(
  "a template webhook triggers a reading of the templates of a number that is %s",
  async (status) => {
    const move = await moved(status);
    await send(await templateNews(move, "PAUSED"));
    expect(await readingsOf(move)).toEqual([false]);
    await tick(move);
    expect(await readingsOf(move)).toEqual([true]);
    expect(await checksTaken(move)).toEqual([]);
  },
);

it("a copy that was undecided is read too, and raises no alarm", async () => {
  const move = await moved();
  await send(await templateNews(move, "REJECTED", "pending"));
  expect(await readingsOf(move)).toEqual([false]);
  expect(
    await database().sql`select from public.request_alarms where request_id = ${move.request}`,
  ).toHaveLength(0);
});

it("reads once for all reports that arrive together, and again after a quarter of an hour", async () => {
  const move = await moved();
  await send(quality(move, "FLAGGED"), quality(move, "UNFLAGGED"), await templateNews(move, "PAUSED"));
  await tick(move);
  await send(
    { ...quality(move, "FLAGGED"), time: seconds(-1) },
    quality(move, "DOWNGRADE"),
    await templateNews(move, "FLAGGED"),
  );
  await tick(move);
  expect([await checksTaken(move), await readingsOf(move)]).toEqual([[true, false], [false]]);
  for (const relation of ["monitoring_checks", "template_readings"])
    await database().sql.unsafe(
      `update public.${relation} set due_at = due_at - interval '15 minutes' where moment = 'webhook' and request_id = '${move.request}'`,
    );
  await tick(move);
  expect([await checksTaken(move), await readingsOf(move)]).toEqual([[true, true], [true]]);
});

it("messages and repeated reports trigger nothing", async () => {
  const move = await moved();
  const { destination_phone_number_id: phone } = await move.row();
  const value = { metadata: { phone_number_id: phone }, messages: [{ id: "m" }] };
  await send({ field: "messages", value });
  expect(await checksTaken(move)).toEqual([]);
  await send(quality(move, "ONBOARDING"));
  await tick(move);
  await send({ ...quality(move, "ONBOARDING"), time: seconds(-60) });
  expect(await checksTaken(move)).toEqual([true]);
});

it("waits while the account's calls for this hour are used up", async () => {
  const move = await moved();
  const { sql } = database();
  await sql`insert into private.readings (provider_id, request_id, scope, asked, waba_id, calls, worker, lease_until, closed_at)
    values (${move.office.provider}, ${move.request}, 'all', false, ${metaIds.destination}, 113, 'w', now(), now())`;
  await send(quality(move, "FLAGGED"), await templateNews(move, "PAUSED"));
  await tick(move);
  // The remaining calls were enough for one of the two.
  expect([await checksTaken(move), await readingsOf(move)]).toEqual([[true], [false]]);
  await sql`update private.readings set opened_at = opened_at - interval '1 hour'`;
  await tick(move);
  expect(await readingsOf(move)).toEqual([true]);
});

it("handing out work waits for nobody who has locked the request", async () => {
  const move = await moved();
  await send(quality(move, "FLAGGED"), await templateNews(move, "PAUSED"));
  const { sql, serviceSql } = database();
  const due = ["engine_due_monitoring_checks", "engine_due_template_readings"];
  const hand = () =>
    Promise.all(
      due.map((name) =>
        serviceCommands(serviceSql)(name, { p_limit: 1 }).then((list) => (list as []).length),
      ),
    );
  const held = await sql.begin(async (holder) => {
    await holder`select from public.migration_requests where id = ${move.request} for update`;
    const timeout = sleep(3000, "waits", { ref: false });
    return { answer: await Promise.race([hand(), timeout]) };
  });
  expect(held.answer).toEqual([0, 0]);
  expect(await hand()).toEqual([1, 1]);
});
