/** Where only one row may exist at a time, the database itself rejects the second, whoever writes it. */
import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { fillEveryTable } from "../../fixtures/two-tenants.ts";
import { useDriver } from "../../fixtures/own-database.ts";

const { database, tenants } = await useDriver();

beforeAll(async () => {
  await fillEveryTable(database, tenants);
});

const moment = "2026-11-29T12:00:00Z";
/** A full row for the engine's tables, which are empty. */
const leased = {
  id: randomUUID(),
  provider_id: randomUUID(),
  request_id: randomUUID(),
  worker: "worker",
  opened_at: moment,
  lease_until: moment,
};

/** The columns that make a row of `relation` unique, whatever its other columns hold. */
const onlyOnes: [index: string, relation: string, as: object, unlike?: object][] = [
  ["clock_catalogue_default", "private.clock_catalogue", { is_default: true }, { code: "another" }],
  ["halts_one_open", "private.halts", { id: randomUUID(), reason: "a rest", started_at: moment }],
  [
    "intents_one_open",
    "private.intents",
    { ...leased, step: "register", kind: "call", phone_number: "+12015550123", fence: 1, is_block: false },
  ],
  ["invitations_open", "public.invitations", { accepted_at: null, withdrawn_at: null }],
  ["meta_connections_one_grant", "public.meta_connections", { request_id: randomUUID(), revoked_at: null }],
  [
    "migration_requests_live_number",
    "public.migration_requests",
    { status: "submitted" },
    { id: randomUUID(), reference: "ANOTHER" },
  ],
  ["monitoring_checks_again", "public.monitoring_checks", { moment: "again", taken_at: null }],
  ["monitoring_checks_manual", "public.monitoring_checks", { moment: "manual", taken_at: null }],
  ["monitoring_checks_planned", "public.monitoring_checks", { moment: "24h" }],
  ["monitoring_checks_webhook", "public.monitoring_checks", { moment: "webhook", taken_at: null }],
  ["pin_settings_one_open", "public.pin_settings", { closed_at: null }],
  ["readings_one_open", "private.readings", { ...leased, scope: "all", asked: false, calls: 1 }],
  ["request_alarms_open", "public.request_alarms", { acknowledged_at: null }],
  ["request_exceptions_one_open", "public.request_exceptions", { resolved_at: null }],
];

test("every index that rejects a second row is tried", async () => {
  const found = await database.sql<{ name: string }[]>`
    select c.relname as name from pg_index i join pg_class c on c.oid = i.indexrelid
    where i.indisunique and c.relnamespace in ('public'::regnamespace, 'private'::regnamespace)
      and not exists (select from pg_constraint k where k.conindid = c.oid) order by c.relname collate "C"`;
  expect(found.map(({ name }) => name)).toEqual(onlyOnes.map(([name]) => name));
});

test.each(onlyOnes)("%s rejects the second row", async (index, relation, as, unlike) => {
  const twoRows = database.sql.begin(async (transaction) => {
    const table = transaction(relation);
    const type = transaction.unsafe(relation);
    // Row by row, without what triggers and commands do first: this tests the index alone.
    await transaction`set local session_replication_role = replica`;
    const [found] = await transaction<
      { row: object }[]
    >`select to_jsonb(r) as row from ${table} as r limit 1`;
    await transaction`delete from ${table}`;
    const [columns] = await transaction<{ list: string }[]>`
      select string_agg(quote_ident(attname), ', ' order by attnum) as list from pg_attribute
      where attrelid = ${relation}::regclass and attnum > 0 and not attisdropped and attgenerated = ''`;
    const list = transaction.unsafe(columns?.list ?? "");
    for (const own of [{}, unlike ?? { id: randomUUID() }]) {
      const row = transaction.json({ ...found?.row, ...as, ...own });
      await transaction`insert into ${table} (${list}) select ${list} from jsonb_populate_record(null::${type}, ${row})`;
    }
  });
  await expect(twoRows).rejects.toMatchObject({ code: "23505", constraint_name: index });
});
