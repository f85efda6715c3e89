/** Whatever an owner of the database does to the audit with every trigger off is named. */
import { expect, test } from "vitest";
import { readHead } from "#domain/audit/chain.ts";
import { useAuditFixture } from "./audit-fixture.ts";

const fixture = await useAuditFixture();

const trade = (one: string, other: string) => `
  create temp table kept on commit drop as select * from public.audit_rows;
  delete from public.audit_rows a where ${one} or ${other};
  insert into public.audit_rows (id, provider_id, seq, at, kind, actor_kind, actor_id, request_id, event_id, body, hash)
  select f.id, t.provider_id, t.seq, f.at, f.kind, f.actor_kind, f.actor_id, f.request_id, f.event_id, f.body, f.hash
  from kept f join kept t on true where (f.provider_id, f.seq) <> (t.provider_id, t.seq)
    and f.id in (select id from kept a where ${one} or ${other}) and t.id in (select id from kept a where ${one} or ${other})`;
const at = (provider: string, seq: number) => `(a.provider_id = ${provider} and a.seq = ${seq})`;

test.each([
  [
    "a row edited",
    'update public.audit_rows set body = replace(body, \'"kind": "\', \'"kind": "x\') where provider_id = $home and seq = 9',
    "home edited 9",
  ],
  [
    "a row edited with its hash",
    "update public.audit_rows set body = replace(body, '\"engine\"', '\"client\"'), actor_kind = 'client', hash = encode(sha256(convert_to(replace(body, '\"engine\"', '\"client\"'), 'UTF8')), 'hex') where provider_id = $home and seq = 9",
    "home edited 9",
  ],
  ["a row deleted", "delete from public.audit_rows where provider_id = $home and seq = 9", "home deleted 9"],
  [
    "a row deleted and the rest renumbered",
    "delete from public.audit_rows where provider_id = $home and seq = 9; update public.audit_rows set seq = -seq where provider_id = $home and seq > 9; update public.audit_rows set seq = -seq - 1 where provider_id = $home and seq < 0",
    "home deleted 9",
  ],
  [
    "a row inserted",
    "update public.audit_rows set seq = -seq where provider_id = $home and seq > 9; update public.audit_rows set seq = 1 - seq where provider_id = $home and seq < 0; insert into public.audit_rows select 999999, provider_id, 10, at, 'x', actor_kind, actor_id, request_id, null, body, hash from public.audit_rows where provider_id = $home and seq = 9",
    "home inserted 10",
  ],
  ["rows reordered", trade(at("$home", 9), at("$home", 14)), "home reordered 9"],
  ["rows swapped between tenants", trade(at("$home", 9), at("$away", 5)), "away swapped 5,home swapped 9"],
  [
    "the tail cut",
    "delete from public.audit_rows where provider_id = $home and seq > 20",
    "home truncated 21",
  ],
  [
    "a value forged",
    "update public.audit_values v set value = '\"Eve\"' from public.audit_rows a where a.id = v.entry and a.provider_id = $away and v.entry = (select min(entry) from public.audit_values where provider_id = $away)",
    "away forged_value",
  ],
  [
    "a request changed past its history",
    "update public.migration_requests set readiness = 7 where provider_id = $away",
    "away strayed migration_requests readiness$",
  ],
  [
    "a value deleted, as if it had been erased",
    "delete from public.audit_values where (entry, field) = (select entry, field from public.audit_values where provider_id = $away order by 1, 2 limit 1)",
    "away values_gone \\d+$",
  ],
  [
    "a number changed and the values that show it deleted",
    "update public.migration_requests set phone_number = '+12025550142' where provider_id = $away; delete from public.audit_values where provider_id = $away and field = 'phone_number'",
    "away values_gone \\d+$",
  ],
  [
    "an event without an entry",
    "insert into public.events (provider_id, client_id, request_id, kind, visibility, actor_kind) select provider_id, client_id, id, 'x', 'internal', 'engine' from public.migration_requests where provider_id = $away",
    "away unrecorded 1",
  ],
  [
    "an event's data changed",
    'update public.events set data = \'{"note": "x"}\' where id = (select min(id) from public.events where provider_id = $away)',
    "away strayed events data$",
  ],
  [
    "an event's kind, actor and statuses changed",
    "update public.events set kind = 'x', actor_id = gen_random_uuid(), from_status = 'x', to_status = 'y' where id = (select min(id) from public.events where provider_id = $away)",
    "away strayed events actor_id,from_status,kind,to_status$",
  ],
  [
    "an event deleted",
    "delete from public.events where id = (select min(id) from public.events where provider_id = $away)",
    "away strayed events id$",
  ],
  [
    "an event moved to another provider",
    "update public.events set provider_id = $away where id = (select min(id) from public.events where provider_id = $home)",
    "home strayed events id$",
  ],
  [
    "an entry never sealed",
    "insert into private.audit_intake (provider_id, kind, actor_kind, data, at) values ($away, 'x', 'engine', '{}', now() - interval '11 minutes')",
    "away unsealed 1",
  ],
])("%s is named", async (_what, statement, expected) => {
  await fixture.seal();
  // Postgres checks the unique number while a row moves past another; that would not stop a forger.
  const free =
    "alter table public.audit_rows drop constraint audit_rows_provider_id_seq_key, drop constraint audit_rows_seq_check;";
  expect((await fixture.tampered(free + statement)).join()).toMatch(new RegExp(`^${expected}`));
});

test("a cut tail is named by a head copied earlier, even if the database's own head was cut too", async () => {
  await fixture.seal();
  const { seq, hash } = await fixture.headOf(fixture.tenants.own.provider);
  const cut = `delete from public.audit_rows where provider_id = $home and seq > 20;
    update private.audit_heads set seq = 20, hash = (select hash from public.audit_rows where provider_id = $home and seq = 20) where provider_id = $home`;
  expect(
    (await fixture.tampered(cut)).filter(
      (fault) => !fault.startsWith("home strayed") && !fault.startsWith("home unrecorded"),
    ),
  ).toEqual([]);
  const known = { home: readHead(`${seq} ${hash}`) ?? { seq: 0, hash: "" } };
  expect(await fixture.tampered(cut, { known })).toContain("home truncated 21");
  expect(await fixture.faults({ known })).toEqual([]);
  expect(await fixture.faults({ known: { home: { seq, hash: "a".repeat(64) } } })).toContain(
    `home rewritten ${seq}`,
  );
});
