/** A last failure is never silent: Portdesk raises an alarm, and the job can be requested again. */
import { beforeEach, expect, it } from "vitest";
import { serviceCommands } from "../../fixtures/engine/engine-commands.ts";
import type { Move } from "../../fixtures/move/move-runner.ts";
import { prepareMoves } from "../../fixtures/move/move-suite.ts";
import { createOffice, metaIds } from "../../fixtures/move/move-fixture.ts";
import { body, digestOf, quality, webhookFixture } from "../../fixtures/webhooks/webhook-fixture.ts";

const { moveIn, database } = prepareMoves();
const { send, receive, alarmsOf } = webhookFixture(database);

const engine = async (name: string) =>
  (await serviceCommands(database().serviceSql)(name, { p_limit: 10 })) as { request: string }[];

beforeEach(() => database().sql`update public.migration_requests set status = 'cancelled'`);

async function moved(status = "monitoring"): Promise<Move> {
  const move = await moveIn();
  await move.drive();
  const { sql } = database();
  await sql`update public.migration_requests set status = ${status} where id = ${move.request}`;
  return move;
}

/** As if every attempt but the last had failed. */
const tried = (move: Move, relation: string, moment: string, attempts: number) =>
  database().sql.unsafe(`update public.${relation} set attempts = ${attempts}, due_at = now() - interval '3 days', cause = 'lost',
    tried_at = now() - interval '1 day' where request_id = '${move.request}' and moment = '${moment}'`);

it.each([
  ["monitoring_checks", "engine_due_monitoring_checks", "number 24h", "monitoring"],
  ["monitoring_checks", "engine_due_monitoring_checks", "number 24h", "completed"],
  ["template_readings", "engine_due_template_readings", "templates 24h", "monitoring"],
])("%s: staff get one alarm after the last attempt", async (relation, due, subject, status) => {
  const move = await moved(status);
  await tried(move, relation, "24h", 39);
  expect(await alarmsOf(move)).toEqual([]);
  expect(await engine(due)).toContainEqual(expect.objectContaining({ request: move.request }));
  // The job is running.
  await engine(due);
  expect(await alarmsOf(move)).toEqual([]);
  await tried(move, relation, "24h", 40);
  await engine(due);
  await engine(due);
  expect(await alarmsOf(move)).toEqual([
    { code: "READINGS_FAILED", subject, times: 1, facts: { cause: "lost" } },
  ]);
});

it("a monitoring check that was given up restarts when staff ask or Meta reports on the number", async () => {
  const move = await moved();
  await tried(move, "monitoring_checks", "24h", 40);
  await engine("engine_due_monitoring_checks");
  await move.command(move.office.manager, "ask_monitoring_check", {});
  const planned = () => database().sql`select moment from public.monitoring_checks
    where request_id = ${move.request} and attempts = 0 and given_up_at is null and due_at <= now() and moment in ('24h', 'webhook')`;
  expect(await planned()).toEqual([{ moment: "24h" }]);

  await send(quality(move, "FLAGGED"));
  await tried(move, "monitoring_checks", "webhook", 40);
  await engine("engine_due_monitoring_checks");
  await send(quality(move, "UNFLAGGED"));
  expect(await planned()).toContainEqual({ moment: "webhook" });
});

it("a webhook that breaks its reader ten times is reported to the providers whose account it names", async () => {
  const move = await moved();
  const stranger = await createOffice(database(), "elsewhere");
  const text = body(quality(move, "FLAGGED"));
  await receive(text);
  const { sql } = database();
  await sql`update private.webhook_inbox set attempts = 10, taken_until = now() - interval '1 minute' where digest = ${digestOf(text)}`;
  expect(await engine("engine_take_webhooks")).toEqual([]);
  await engine("engine_take_webhooks");
  expect(await alarmsOf(move)).toMatchObject([{ code: "WEBHOOK_UNREAD", times: 1 }]);
  const [kept] =
    await sql`select problem, body is not null as kept from private.webhook_inbox where digest = ${digestOf(text)}`;
  expect(kept).toEqual({ problem: "given_up", kept: true });
  const other = await sql`select from public.request_alarms where provider_id = ${stranger.provider}`;
  expect(other).toHaveLength(0);
});

it("bytes that are not text, or that concern nobody, are given up silently", async () => {
  const move = await moved();
  const { sql } = database();
  await sql`insert into private.webhook_inbox (digest, body, attempts) values ('noise', '\\xff00fe22', 10),
    ('nobody', ${Buffer.from('{"entry":[{"id":"4711"}]}')}, 10), ('empty', null, 10),
    ('source', ${Buffer.from(`{"entry":[{"id":"${metaIds.source}"}]}`)}, 10)`;
  await engine("engine_take_webhooks");
  expect(await alarmsOf(move)).toEqual([]);
  const [left] = await sql`select count(*)::int as n from private.webhook_inbox where processed_at is null`;
  expect(left).toEqual({ n: 0 });
});
