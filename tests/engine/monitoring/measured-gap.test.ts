/** The downtime of a move, measured with probe messages, and what sends them. */
import { expect, it } from "vitest";
import { measureGap, probePoints } from "#domain/monitoring/measured-gap.ts";
import { createProbesJob } from "../../../supabase/functions/tick/jobs/probes-job.ts";
import { monitoringServicesOf } from "../../fixtures/move/monitoring-checks.ts";
import { commandsAs } from "../../fixtures/engine/engine-commands.ts";
import { prepareMoves, until } from "../../fixtures/move/move-suite.ts";
import { fictionNumber } from "../../fixtures/move/move-fixture.ts";
import { loud } from "../../runner/loud.ts";

const { moveIn, database } = prepareMoves();

it("measures downtime with probe messages, each recorded first, and stops ten minutes after the move", async () => {
  const move = await moveIn();
  const { sql } = database();
  await sql`insert into public.probe_settings (provider_id, phone_number, phone_number_id, template_name, template_language, interval_seconds)
    values (${move.office.provider}, ${fictionNumber(900)}, '729900', 'order_update', 'en_US', 5)
    on conflict (provider_id) do update set template_name = excluded.template_name`;
  const probe = async () => {
    await sql`update public.test_messages set opened_at = opened_at - interval '6 seconds', closed_at = closed_at - interval '6 seconds'
      where request_id = ${move.request}`;
    await createProbesJob(monitoringServicesOf(database(), move), loud).work(10_000);
  };
  await probe();
  expect(await sql`select from public.test_messages where request_id = ${move.request}`).toHaveLength(0);
  await until(move, "register");
  await probe();
  await probe();
  await move.advance();
  await probe();
  const rows = await sql<
    { direction: "in" | "out"; opened_at: string; outcome: string; error_number: number | null }[]
  >`
    select direction, opened_at::text, outcome, error_number from public.test_messages where request_id = ${move.request} order by opened_at`;
  const sent = rows.filter(({ direction }) => direction === "out");
  expect(sent.map(({ outcome, error_number: number }) => `${outcome} ${number}`)).toEqual([
    "refused 133010",
    "refused 133010",
    "accepted null",
  ]);
  // Here the probing number belongs to no account: nothing arrives, and the points say so.
  const points = probePoints(rows, []);
  const [moment] = await sql<{ at: Date }[]>`
    select registered_at as at from public.migration_requests where id = ${move.request}`;
  const at = moment?.at.getTime() ?? 0;
  const gap = measureGap({ registeredFrom: at - 1000, registeredTo: at, points });
  expect(gap.sending?.least).toBe(0);
  expect(gap.sending?.most).toBeLessThan(60);
  expect(gap.receiving).toBeNull();

  await sql`update public.migration_requests set registered_at = now() - interval '11 minutes' where id = ${move.request}`;
  await probe();
  expect(await sql`select from public.test_messages where request_id = ${move.request}`).toHaveLength(6);
});

it("sends no outbound probes without a usable template, and looks for one again later", async () => {
  const move = await moveIn(({ templates }) => {
    for (const template of templates) template.components = [{ type: "BODY", text: "Dear {{1}}" }];
  });
  const { sql } = database();
  await sql`insert into public.probe_settings (provider_id, phone_number, phone_number_id, template_name, template_language, interval_seconds)
    values (${move.office.provider}, ${fictionNumber(900)}, '729900', 'order_update', 'en_US', 5)
    on conflict (provider_id) do update set template_name = excluded.template_name`;
  await until(move, "register");
  const probe = () => createProbesJob(monitoringServicesOf(database(), move), loud).work(10_000);
  await probe();
  const ways = () =>
    sql`select direction from public.test_messages where request_id = ${move.request} order by opened_at`;
  expect([...(await ways())]).toEqual([{ direction: "in" }]);
  for (const template of move.simulator.simulation.state.templates)
    template.components = [{ type: "BODY", text: "Hello" }];
  await sql`update private.probe_templates set read_at = now() - interval '6 minutes' where request_id = ${move.request}`;
  await sql`update public.test_messages set opened_at = opened_at - interval '6 seconds' where request_id = ${move.request}`;
  await probe();
  const [chosen] =
    await sql`select name, language from private.probe_templates where request_id = ${move.request}`;
  expect(chosen).toEqual({ name: "hello", language: "en" });
  expect((await ways()).filter(({ direction }) => direction === "out")).toHaveLength(1);
  // Settings saved earlier with Meta's sample template measure no inbound messages.
  await sql`update public.probe_settings set template_name = 'hello_world' where provider_id = ${move.office.provider}`;
  await sql`update public.test_messages set opened_at = opened_at - interval '6 seconds' where request_id = ${move.request}`;
  await probe();
  expect((await ways()).filter(({ direction }) => direction === "in")).toHaveLength(2);
  await sql`delete from public.probe_settings where provider_id = ${move.office.provider}`;
});

it("Meta's sample cannot be saved as the probing number's template", async () => {
  const move = await moveIn();
  const save = (p_template_name: string) =>
    commandsAs(database().sql, move.office.manager)("save_probe", {
      p_provider: move.office.provider,
      p_phone_number: fictionNumber(902),
      p_phone_number_id: "729902",
      p_template_name,
      p_template_language: "en_US",
      p_interval_seconds: 10,
    });
  await expect(save("hello_world")).rejects.toMatchObject({ status: 400, code: "sample_template" });
  expect(await save("line_test")).toMatchObject({ id: move.office.provider });
  await database().sql`delete from public.probe_settings where provider_id = ${move.office.provider}`;
});
