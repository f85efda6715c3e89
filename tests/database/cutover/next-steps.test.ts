/** The stored time of a move's next step follows every change, and finds what a scan of all moves finds, in order. */
import * as fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { useDriver } from "../../fixtures/own-database.ts";

const { database, driver } = await useDriver();

/** The rule once more, plain and slow: the first open step of every move, and whether it can run now. */
const plainRule = `
  select r.id as request_id, r.no_return_at, r.window_starts_at
  from public.migration_requests r
  cross join lateral (
    select s.step, s.state, s.wait_until from public.cutover_steps s
    where s.request_id = r.id and s.state not in ('done', 'skipped') order by s.position limit 1) s
  join private.step_catalogue k on k.step = s.step
  where r.status in ('cutover', 'monitoring') and r.hold_reason is null
    and ((s.state = 'pending' and k.trigger = 'automatic' and coalesce(s.wait_until, '-infinity') <= now())
      or s.state = 'running'
      or (s.state = 'unknown' and coalesce(s.wait_until, '-infinity') <= now() and (s.wait_until is not null
        or not exists (select from public.request_exceptions e
          where e.request_id = r.id and e.code = 'OUTCOME_UNKNOWN' and e.resolved_at is null))))
    and not exists (select from private.intents i where i.request_id = r.id and i.closed_at is null
      and i.lease_until >= now())
  order by r.no_return_at, r.window_starts_at, r.id`;

async function expectTheSame(): Promise<number> {
  const due = await database.sql<{ request_id: string }[]>`
    select request_id from public.engine_due_requests(1000)`;
  const asRuled = await database.sql.unsafe<{ request_id: string }[]>(plainRule);
  expect(due.map(({ request_id }) => request_id)).toEqual(asRuled.map(({ request_id }) => request_id));
  const [stored] = await database.sql<{ n: number }[]>`
    select count(*)::int as n from private.due_times where next_step_at <= now()`;
  expect(stored?.n).toBe(asRuled.length);
  return asRuled.length;
}

let requests: string[] = [];
beforeAll(async () => {
  // All of one provider: its numbers come in one order.
  requests = [
    await driver.bringTo("cutover"),
    await driver.bringTo("cutover"),
    await driver.bringTo("monitoring"),
    await driver.bringTo("preparing"),
  ];
});

const pick = <T>(...of: readonly T[]) => fc.constantFrom(...of);
const at = (minutes: number) => `date_trunc('minute', now()) + ${minutes} * interval '1 minute'`;
const moment = fc.integer({ min: -60, max: 60 });
const on = (of: fc.Arbitrary<string>, statement: (id: string, one: string) => string) =>
  fc.tuple(fc.nat({ max: 3 }), of).map(
    ([index, one]) =>
      () =>
        statement(requests[index] ?? "", one),
  );
const often = (weight: number, arbitrary: fc.Arbitrary<() => string>) => ({ weight, arbitrary });

const change = fc.oneof(
  pick("cutover", "cutover", "monitoring", "preparing", "cancelled").map((value) => `status = '${value}'`),
  pick("'wait'", "null", "null").map((value) => `hold_reason = ${value}`),
  moment.map((minutes) => `no_return_at = ${at(minutes)}`),
  moment.map((minutes) => `window_starts_at = ${at(minutes)}, window_ends_at = ${at(minutes + 60)}`),
  pick("no_return_at = null", "version = version + 1"),
);
const steps = fc.oneof(
  often(
    3,
    on(change, (id, one) => `update public.migration_requests set ${one} where id = '${id}'`),
  ),
  often(
    4,
    on(
      fc
        .tuple(pick("pending", "running", "done", "skipped", "failed", "unknown"), moment, fc.boolean())
        .map(([state, wait, waits]) => `state = '${state}', wait_until = ${waits ? at(wait) : "null"}`),
      (id, one) => `update public.cutover_steps set ${one} where id = (select id from public.cutover_steps
        where request_id = '${id}' order by (state in ('done', 'skipped')), random() limit 1)`,
    ),
  ),
  on(
    fc.nat({ max: 9 }).map(String),
    (id, one) =>
      `update public.cutover_steps set state = 'done' where request_id = '${id}' and position < ${one}`,
  ),
  on(pick("x"), (id) => `update public.cutover_steps set state = 'pending' where request_id = '${id}'`),
  on(
    pick("snapshot_before", "claim_number", "compare"),
    (id, one) => `delete from public.cutover_steps where request_id = '${id}' and step = '${one}'`,
  ),
  on(
    pick("snapshot_before", "claim_number", "compare"),
    (id, one) => `insert into public.cutover_steps (provider_id, client_id, request_id, step, position)
      select r.provider_id, r.client_id, r.id, '${one}', length('${one}') from public.migration_requests r
      where r.id = '${id}' on conflict (request_id, step) do update set position = excluded.position, state = 'pending'`,
  ),
  often(
    2,
    on(
      moment.map(at),
      (
        id,
        one,
      ) => `insert into private.intents (provider_id, request_id, step, kind, phone_number, fence, worker,
          lease_until)
        select r.provider_id, r.id, 'compare', 'call', r.phone_number, 1, 'w', ${one}
        from public.migration_requests r where r.id = '${id}'
        on conflict (request_id) where closed_at is null do update set lease_until = excluded.lease_until`,
    ),
  ),
  often(
    2,
    on(
      pick("x"),
      (id) => `update private.intents set closed_at = now(), outcome = 'done'
        where request_id = '${id}' and closed_at is null`,
    ),
  ),
  on(pick("x"), (id) => `delete from private.intents where request_id = '${id}'`),
  on(
    pick("OUTCOME_UNKNOWN", "TWO_STEP_ON"),
    (id, one) => `insert into public.request_exceptions (provider_id, client_id, request_id, code, owner)
      select r.provider_id, r.client_id, r.id, '${one}', 'us' from public.migration_requests r where r.id = '${id}'
      on conflict (request_id, code) where resolved_at is null do nothing`,
  ),
  on(
    pick("x"),
    (id) => `update public.request_exceptions set resolved_at = now() where request_id = '${id}'`,
  ),
);

test("after any change, the moves that the rule calls due are due, in the rule's order", async () => {
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
