/** The stored times of a request's next readings follow every change, and find what the plain rule calls due. */
import * as fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { useDriver } from "../../fixtures/own-database.ts";

const { database, driver } = await useDriver();

/** The rule once more, plain and slow: over all requests, with every kind of reading and what is due by now. */
const plainRule = `
  with latest as (
    select distinct on (d.request_id) d.* from private.readings d order by d.request_id, d.opened_at desc),
  live as (
    select r.*, s.watch_every, s.reread_after, l.opened_at as latest,
      case when l.closed_at is null then l.lease_until
        when l.outcome = 'failed' then l.closed_at + interval '10 minutes' end as free_at
    from public.migration_requests r cross join private.reading_settings s left join latest l on l.request_id = r.id
    where r.hold_reason is null
      and (r.status in ('submitted', 'preparing', 'scheduled') or r.status = 'cutover' and r.registered_at is null)),
  readable as (select * from live where connection_id is not null and source_phone_number_id is not null),
  wanted as (
    select r.id, 'all' as scope, at from readable r, unnest(array[
      coalesce(r.checks_read_at + r.reread_after, r.updated_at + r.watch_every),
      case when r.status = 'scheduled' and r.checks_read_at < r.window_starts_at - interval '24 hours'
        then r.window_starts_at - interval '24 hours' end,
      case when r.status = 'scheduled' and r.checks_read_at < r.window_starts_at - interval '1 hour'
        then r.window_starts_at - interval '1 hour' end]) as at
    where r.status <> 'cutover' and r.route is not null
    union all
    select r.id, 'two_step', coalesce(r.latest, c.read_at) + case
      when coalesce(r.latest, c.read_at) - d.two_step_watched_since >= interval '6 hours' then interval '6 hours'
      when coalesce(r.latest, c.read_at) - d.two_step_watched_since >= interval '1 hour' then interval '1 hour'
      else interval '15 minutes' end
    from readable r join public.checks c on c.request_id = r.id and c.code = 'TWO_STEP_OFF'
    left join private.due_times d on d.request_id = r.id
    where r.status <> 'cutover' and (c.status in ('failed', 'stale') or c.status = 'pending' and c.read_at is not null)
    union all
    select r.id, case when k.watched_by = '{TWO_STEP_OFF}' then 'two_step' else 'all' end,
      case when r.latest > e.opened_at then r.latest + r.watch_every else e.opened_at end
    from live r join public.request_exceptions e on e.request_id = r.id and e.resolved_at is null
    join private.exception_catalogue k on k.code = e.code and k.watched_by <> '{}'
    join public.cutover_steps t on t.request_id = r.id and t.step = e.step and t.state = 'failed'
    where r.status = 'cutover'
    union all
    select r.id, p.scope, greatest(p.prompted_at, r.latest + interval '1 minute')
    from readable r join private.reading_prompts p on p.request_id = r.id
    where p.prompted_at > now() - interval '1 day' and (p.scope = 'two_step' or r.route is not null)
      and not exists (select from private.readings d where d.request_id = r.id and d.opened_at >= p.prompted_at
        and d.outcome = 'recorded' and (d.scope = 'all' or p.scope = 'two_step')))
  select w.id as request_id, w.scope, greatest(min(w.at), l.free_at) as at
  from wanted w join live l on l.id = w.id where w.at is not null group by w.id, w.scope, l.free_at`;

async function expectTheSame(): Promise<number> {
  const { sql } = database;
  const stored = await sql.unsafe(`
    select d.request_id, x.scope, x.at from private.due_times d
    cross join lateral (values ('all', d.full_reading_at), ('two_step', d.two_step_reading_at)) as x (scope, at)
    where x.at is not null order by 1, 2`);
  expect([...stored]).toEqual([...(await sql.unsafe(`${plainRule} order by 1, 2`))]);
  const due = await sql.unsafe(`select request_id, scope from public.engine_due_readings(1000) order by 1`);
  const dueAsRuled =
    await sql.unsafe(`select distinct on (request_id) request_id, scope from (${plainRule}) as x
    where x.at <= now() order by request_id, scope`);
  expect([...due]).toEqual([...dueAsRuled]);
  return due.length;
}

let requests: string[] = [];
beforeAll(async () => {
  requests = [
    await driver.bringTo("preparing"),
    await driver.bringTo("preparing"),
    await driver.bringTo("cutover"),
  ];
  // Every account has calls left, whatever the histories read.
  await database.sql`update private.reading_settings set calls_per_hour = 1000000`;
});

const pick = <T>(...of: readonly T[]) => fc.constantFrom(...of);
const text = (value: string | null) => (value === null ? "null" : `'${value}'`);
const at = (minutes: number) => `date_trunc('minute', now()) + ${minutes} * interval '1 minute'`;
/** Minutes from now: mostly within the two days that decide. */
const moment = fc.integer({ min: -3000, max: 3000 });
const past = fc.integer({ min: -1600, max: 0 });

const change = fc.oneof(
  pick("submitted", "preparing", "scheduled", "scheduled", "cutover", "cutover", "monitoring").map(
    (v) => `status = ${text(v)}`,
  ),
  pick("wait", null, null, null).map((value) => `hold_reason = ${text(value)}`),
  pick("R1", "R2", "R1", "R2", null).map((value) => `route = ${text(value)}`),
  pick("71001", "71002", "71003", null).map((value) => `source_phone_number_id = ${text(value)}`),
  pick("now()", "null", "null").map((value) => `registered_at = ${value}`),
  past.map((minutes) => `checks_read_at = ${at(minutes)}`),
  pick("checks_read_at = null", "version = version + 1", "two_step_off_since = now()"),
  past.map((minutes) => `updated_at = ${at(minutes)}`),
  moment.map((minutes) => `window_starts_at = ${at(minutes)}, window_ends_at = ${at(minutes + 60)}`),
);
const on = (of: fc.Arbitrary<string>, statement: (id: string, one: string) => string) =>
  fc.tuple(fc.nat({ max: 2 }), of).map(
    ([index, one]) =>
      () =>
        statement(requests[index] ?? "", one),
  );
const often = (weight: number, arbitrary: fc.Arbitrary<() => string>) => ({ weight, arbitrary });

const steps = fc.oneof(
  often(
    6,
    on(change, (id, one) => `update public.migration_requests set ${one} where id = '${id}'`),
  ),
  often(
    3,
    on(
      fc
        .tuple(pick("failed", "stale", "passed", "waived", "pending"), past, fc.boolean())
        .map(([status, read, known]) => `status = '${status}', read_at = ${known ? at(read) : "null"}`),
      (id, one) => `update public.checks set ${one} where request_id = '${id}' and code = 'TWO_STEP_OFF'`,
    ),
  ),
  often(
    4,
    on(
      fc
        .tuple(pick("all", "two_step"), past, pick("recorded", "failed", "lost", null))
        .map(([scope, opened, outcome]) =>
          outcome === null
            ? `'${scope}', ${at(opened)}, ${at(opened + 2)}, null::timestamptz, null::text`
            : `'${scope}', ${at(opened)}, ${at(opened + 2)}, ${at(opened + 1)}, '${outcome}'`,
        ),
      (id, one) => `with ended as (update private.readings set closed_at = now(), outcome = 'lost'
          where request_id = '${id}' and closed_at is null returning 1)
        insert into private.readings (provider_id, request_id, scope, opened_at, lease_until, closed_at, outcome, asked,
          calls, worker)
        select r.provider_id, r.id, v.scope, v.opened_at + random() * interval '50 seconds', v.lease_until, v.closed_at,
          v.outcome, false, 4, 'w'
        from public.migration_requests r,
          (values (${one})) as v (scope, opened_at, lease_until, closed_at, outcome)
        where r.id = '${id}' and (select count(*) from ended) = 0`,
    ),
  ),
  on(
    pick("recorded", "failed"),
    (id, one) => `update private.readings set closed_at = now(), outcome = '${one}'
    where request_id = '${id}' and closed_at is null`,
  ),
  on(
    pick("desc", "asc"),
    (id, one) => `delete from private.readings where id = (select id from private.readings
    where request_id = '${id}' order by opened_at ${one} limit 1)`,
  ),
  often(
    2,
    on(
      fc.tuple(pick("all", "two_step"), past).map(([scope, prompted]) => `'${scope}', ${at(prompted)}`),
      (id, one) => `insert into private.reading_prompts (request_id, provider_id, scope, prompted_at)
        select r.id, r.provider_id, v.* from public.migration_requests r, (values (${one})) as v (scope, at)
        where r.id = '${id}'
        on conflict (request_id) do update set scope = excluded.scope, prompted_at = excluded.prompted_at`,
    ),
  ),
  on(pick("x"), (id) => `delete from private.reading_prompts where request_id = '${id}'`),
  often(
    2,
    on(
      fc
        .tuple(pick("TWO_STEP_ON", "SOURCE_UNREACHABLE", "BUSINESS_UNVERIFIED"), past)
        .map(([code, opened]) => `'${code}', 'client', 'claim_number', ${at(opened)}`),
      (
        id,
        one,
      ) => `insert into public.request_exceptions (provider_id, client_id, request_id, code, owner, step, opened_at)
        select r.provider_id, r.client_id, r.id, v.* from public.migration_requests r,
          (values (${one})) as v (code, owner, step, opened_at)
        where r.id = '${id}' on conflict (request_id, code) where resolved_at is null do nothing`,
    ),
  ),
  on(
    pick("x"),
    (id) => `update public.request_exceptions set resolved_at = now() where request_id = '${id}'`,
  ),
  on(
    pick("failed", "pending", "done"),
    (id, one) =>
      `update public.cutover_steps set state = '${one}' where request_id = '${id}' and step = 'claim_number'`,
  ),
  on(pick("x"), (id) => `select private.watch_two_step('${id}'), private.set_next_reading('${id}')`),
  fc.tuple(pick("watch_every", "reread_after"), fc.integer({ min: 5, max: 1500 })).map(
    ([name, minutes]) =>
      () =>
        `update private.reading_settings set ${name} = ${minutes} * interval '1 minute'`,
  ),
);

test("after any change, the stored times are those of the rule, and so is what is due", async () => {
  let found = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { minLength: 1, maxLength: 25 }), async (history) => {
      for (const statement of history) await database.sql.unsafe(statement());
      found += await expectTheSame();
    }),
    { numRuns: 150 },
  );
  expect(found).toBeGreaterThan(30);
});

test("the watch of two-step verification slows down, and starts again when Meta reports a change", async () => {
  const { sql } = database;
  const [request = ""] = requests;
  await sql`update private.reading_settings set watch_every = '15 minutes', reread_after = '20 hours'`;
  await sql`update public.migration_requests set status = 'preparing', hold_reason = null, checks_read_at = now(),
    source_phone_number_id = '71001', source_waba_id = '71002' where id = ${request}`;
  await sql`delete from private.reading_prompts`;
  const readAfter = async (minutes: number) => {
    await sql`delete from private.readings where request_id = ${request}`;
    await sql`insert into private.readings (provider_id, request_id, scope, opened_at, lease_until, closed_at, outcome,
        asked, calls, worker)
      select r.provider_id, r.id, 'two_step', d.two_step_watched_since + make_interval(mins => ${minutes}), now(), now(),
        'recorded', false, 0, 'w'
      from public.migration_requests r join private.due_times d on d.request_id = r.id where r.id = ${request}`;
    const [row] = await sql<{ pause: number }[]>`
      select (extract(epoch from d.two_step_reading_at - x.opened_at) / 60)::int as pause
      from private.due_times d join private.readings x on x.request_id = d.request_id where d.request_id = ${request}`;
    return row?.pause;
  };
  const check = (status: string) =>
    sql`update public.checks set status = ${status}, read_at = now() where request_id = ${request} and code = 'TWO_STEP_OFF'`;
  await check("passed");
  await check("failed");
  expect([
    await readAfter(0),
    await readAfter(59),
    await readAfter(60),
    await readAfter(359),
    await readAfter(360),
  ]).toEqual([15, 15, 60, 60, 360]);
  await sql`update private.due_times set two_step_watched_since = now() - interval '3 days' where request_id = ${request}`;
  expect(await readAfter(4000)).toBe(360);
  // Its evidence grows old: still the same watch.
  await check("stale");
  expect(await readAfter(4000)).toBe(360);
  await sql`select private.prompt_checks(${sql.json({ wabaId: "71002", checks: "two_step", scope: "number", phoneNumberId: "71001" })})`;
  expect(await readAfter(0)).toBe(15);
  await sql`update private.due_times set two_step_watched_since = now() - interval '3 days' where request_id = ${request}`;
  await check("passed");
  await check("failed");
  expect(await readAfter(0)).toBe(15);
});

test("a prompt is open again when the reading that answered it is deleted, even if a later one failed", async () => {
  const { sql } = database;
  const [, request = ""] = requests;
  await sql`delete from private.readings where request_id = ${request}`;
  await sql`update public.migration_requests set status = 'preparing', hold_reason = null, checks_read_at = now(),
    source_phone_number_id = '71001', source_waba_id = '71002' where id = ${request}`;
  await sql`update public.checks set status = 'passed' where request_id = ${request} and code = 'TWO_STEP_OFF'`;
  await sql`insert into private.reading_prompts (request_id, provider_id, scope, prompted_at)
    select id, provider_id, 'two_step', now() - interval '1 hour' from public.migration_requests where id = ${request}
    on conflict (request_id) do update set scope = excluded.scope, prompted_at = excluded.prompted_at`;
  await sql`insert into private.readings (provider_id, request_id, scope, opened_at, lease_until, closed_at, outcome,
      asked, calls, worker)
    select r.provider_id, r.id, 'two_step', v.at, v.at, v.at, v.outcome, false, 1, 'w' from public.migration_requests r,
      (values (now() - interval '50 minutes', 'recorded'), (now() - interval '40 minutes', 'failed')) as v (at, outcome)
    where r.id = ${request}`;
  const next = async () =>
    (await sql`select two_step_reading_at as at from private.due_times where request_id = ${request}`)[0]?.at;
  expect(await next()).toBeNull();
  await sql`delete from private.readings where request_id = ${request} and outcome = 'recorded'`;
  expect(await next()).not.toBeNull();
  await expectTheSame();
});
