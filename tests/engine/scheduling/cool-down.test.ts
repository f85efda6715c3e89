/** Portdesk's own jobs leave an account alone during its cool-down. */
import { beforeAll, beforeEach, expect, it } from "vitest";
import { commandsAs, serviceCommands } from "../../fixtures/engine/engine-commands.ts";
import type { Move } from "../../fixtures/move/move-runner.ts";
import { prepareMoves } from "../../fixtures/move/move-suite.ts";
import { fictionNumber, metaIds } from "../../fixtures/move/move-fixture.ts";

const { moveIn, database } = prepareMoves();

let moved: Move;
let waiting: Move;
beforeAll(async () => {
  moved = await moveIn();
  await moved.drive();
  waiting = await moveIn();
  await waiting.command(waiting.office.manager, "abort_cutover", { p_note: null });
  const { sql } = database();
  await sql`insert into public.probe_settings (provider_id, phone_number, phone_number_id, template_name, template_language, interval_seconds)
    values (${moved.office.provider}, ${fictionNumber(900)}, '729900', 'order_update', 'en_US', 5)`;
  await sql`update public.monitoring_checks set due_at = now() where moment = '0h'`;
  await sql`update public.template_readings set due_at = now() where moment = '24h'`;
  await sql`update public.migration_requests set checks_read_at = now() - interval '1 day' where id = ${waiting.request}`;
});
beforeEach(() => database().sql`delete from private.graph_pauses`);

const engine = (name: string, parameters: object) =>
  serviceCommands(database().serviceSql)(name, { ...parameters });
const pause = (kind: "app" | "waba", id: string) =>
  engine("engine_pause_calls", { p_provider: moved.office.provider, p_kind: kind, p_id: id, p_seconds: 300 });

it.each([
  ["a monitoring check of a moved number", "engine_due_monitoring_checks"],
  ["a probe", "engine_due_probes"],
  ["a reading of templates", "engine_due_template_readings"],
  ["a reading of the checks", "engine_due_readings"],
])("%s waits until account and app may be called", async (_, due) => {
  const list = async () => ((await engine(due, { p_limit: 10 })) as unknown[]).length;
  await pause("waba", metaIds.destination);
  expect(await list()).toBe(0);
  await database().sql`delete from private.graph_pauses`;
  await pause("app", metaIds.newApp);
  expect(await list()).toBe(0);
  await database().sql`delete from private.graph_pauses`;
  await pause("waba", metaIds.source);
  expect(await list()).toBeGreaterThan(0);
});

it.each([
  ["begin_pin", {}],
  ["begin_test_message", { p_to: fictionNumber(901) }],
])("%s is refused meanwhile, with the time", async (name, more) => {
  const begin = async () => {
    const { version } = await moved.row();
    const input = { p_request: moved.request, p_version: version, ...more };
    return commandsAs(database().sql, moved.office.manager)(name, input);
  };
  await pause("waba", metaIds.destination);
  await expect(begin()).rejects.toMatchObject({ status: 429, code: "meta_paused" });
  await database().sql`delete from private.graph_pauses`;
  expect(await begin()).toHaveProperty("attempt");
});
