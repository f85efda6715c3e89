/** One broken row delays no other provider: each job meets a broken row between two providers' good ones. */
import { expect, it } from "vitest";
import { createLogger } from "../../../supabase/functions/_shared/log.ts";
import { calendarsJob } from "../../../supabase/functions/tick/calendar/calendars-job.ts";
import { countedJob } from "../../../supabase/functions/tick/jobs/counted-job.ts";
import { createReadingJob } from "../../../supabase/functions/tick/jobs/reading-job.ts";
import { checkOf, readerOf } from "../../fixtures/move/check-fixture.ts";
import { agreeAsItStands } from "../../fixtures/consents.ts";
import { serviceCommands } from "../../fixtures/engine/engine-commands.ts";
import { createMove, type Move } from "../../fixtures/move/move-runner.ts";
import { prepareMoves } from "../../fixtures/move/move-suite.ts";
import { createOffice, fictionNumber, moveSeed } from "../../fixtures/move/move-fixture.ts";

const { moveIn, database } = prepareMoves();
const call = () => serviceCommands(database().serviceSql);
const announceWindows = () => countedJob("windows", call(), "engine_announce_windows", 100).work(10_000);

function logOf() {
  const lines: string[] = [];
  return { lines, log: createLogger("tick", (line) => lines.push(line)) };
}

/** The request that its reader is working on. */
let current: Move;

let offices = 0;
/** A request in preparing of another provider. */
async function elsewhere(): Promise<Move> {
  offices += 1;
  const e164 = fictionNumber(200 + offices);
  const office = await createOffice(database(), `severlink-${offices}`);
  const move = await createMove({ database: database(), office, e164, seed: moveSeed(e164) });
  await move.command(office.manager, "abort_cutover", { p_note: null });
  return move;
}
async function preparing(): Promise<Move> {
  const move = await moveIn();
  await move.command(move.office.manager, "abort_cutover", { p_note: null });
  return move;
}

it("readings: a request that cannot be understood is tried once, and the others are read", async () => {
  const [broken, good] = [await preparing(), await elsewhere()];
  const { sql } = database();
  await sql`insert into public.snapshots (provider_id, client_id, request_id, side, moment, data)
    select provider_id, client_id, id, 'source', 'before', '{"number": 7}' from public.migration_requests where id = ${broken.request}`;
  await sql`update public.checks set status = 'pending' where request_id = any (${[broken.request, good.request]})`;
  await sql`update public.migration_requests set checks_read_at = null, updated_at = now() - interval '1 hour'
    where id = any (${[broken.request, good.request]})`;
  const { lines, log } = logOf();
  const { reader, readings } = readerOf(good);
  const { reader: ofBroken } = readerOf(broken);
  const read: typeof reader.read = (order, asked) =>
    (order.request === broken.request ? ofBroken : reader).read(order, asked);
  await createReadingJob({ readings, reader: { read }, call: call() }, Date.now, log).work(60_000);
  expect(lines.join()).toMatch(/row_failed/);
  expect(await checkOf(good, "NAME_APPROVED")).toMatchObject({ status: "passed" });
  // The attempt was noted: the request is not first again at the very next reading.
  expect((await readings.due(100)).map(({ request }) => request)).not.toContain(broken.request);
});

it("calendars: one that cannot be computed does not delay the others", async () => {
  const [broken, good] = [(await preparing()).office, (await elsewhere()).office];
  const { sql } = database();
  const built = async (provider: string) => {
    const [row] = await sql<{ at: Date | null }[]>`
      select built_at as at from public.provider_calendars where provider_id = ${provider}`;
    return row?.at ?? null;
  };
  await sql`update public.provider_calendars set built_at = null where provider_id = ${good.provider}`;
  await sql`update public.provider_calendars set built_at = null, hours = '[{"weekday":"1","from":"0","to":"60"}]' where provider_id = ${broken.provider}`;
  // The tests' driver drops microseconds.
  await sql`update public.provider_calendars set changed_at = date_trunc('second', changed_at)`;
  const { lines, log } = logOf();
  await calendarsJob(call(), Date.now, log).work(10_000);
  expect(lines).toEqual([]);
  expect(await built(good.provider)).not.toBeNull();
  expect(await built(broken.provider)).toBeNull();
  await sql`update public.provider_calendars set hours = '[{"weekday":1,"from":0,"to":60}]' where provider_id = ${broken.provider}`;
  await sql`update private.job_failures set failed_at = failed_at - interval '1 minute'`;
  await calendarsJob(call(), Date.now, log).work(10_000);
  expect(await built(broken.provider)).not.toBeNull();
});

/** Its window is a day away and was agreed long ago. */
async function agreeOnTomorrow({ request }: Move): Promise<void> {
  const { sql } = database();
  await sql`update public.migration_requests set status = 'scheduled', window_confirmed_at = now() - interval '9 days', checks_read_at = now(),
    window_starts_at = now() + interval '23 hours', window_ends_at = now() + interval '24 hours' where id = ${request}`;
  await agreeAsItStands(sql, request);
}

/** The table accepts no row of the request until the function that this resolves to is called. */
async function breakInserts(table: string, { request }: Move): Promise<() => Promise<unknown>> {
  const { sql } = database();
  await sql.unsafe(`
    create or replace function private.break_one() returns trigger language plpgsql as $$
    begin if new.request_id = '${request}' then raise exception 'broken'; end if; return new; end $$;
    create trigger break_one before insert on ${table} for each row execute function private.break_one();`);
  return () => sql.unsafe(`drop trigger break_one on ${table}`);
}

it.each([
  ["windows", announceWindows],
  ["checks", () => readerOf(current).readings.keep(100)],
])("%s: a request whose change the database refuses does not delay the others", async (_, work) => {
  const [broken, good] = [await preparing(), await elsewhere()];
  current = good;
  const both = [broken.request, good.request];
  const { sql } = database();
  await sql`update public.checks set status = 'passed', evidence_kind = 'api', read_at = now() - interval '2 days' where request_id = any (${both})`;
  for (const one of [broken, good]) await agreeOnTomorrow(one);
  const mend = await breakInserts("public.events", broken);
  const events = async (request: string) => {
    const [row] = await sql<{ count: number }[]>`
      select count(*)::int as count from public.events where request_id = ${request} and actor_kind = 'engine' and created_at > now() - interval '1 minute'`;
    return row?.count ?? 0;
  };
  const before = await events(good.request);
  await work();
  await mend();
  expect(await events(good.request)).toBeGreaterThan(before);
});

it("a row that keeps failing is tried less and less often; at the eighth failure staff are notified once", async () => {
  const [broken, good] = [await preparing(), await elsewhere()];
  const { sql } = database();
  for (const one of [broken, good]) await agreeOnTomorrow(one);
  const mend = await breakInserts("private.window_notices", broken);
  const failure = async () => {
    const [row] = await sql<{ failures: number; error: string; reported: boolean }[]>`
      select failures, error, reported_at is not null as reported from private.job_failures where job = 'windows' and row_id = ${broken.request}`;
    return row;
  };
  const alarms = () =>
    sql`select code, subject, times from public.request_alarms where request_id = ${broken.request}`;
  const waits = (span: string) =>
    sql`update private.job_failures set failed_at = failed_at - ${span}::interval where row_id = ${broken.request}`;
  const reported = ({ request }: Move) =>
    sql`select kind from private.window_notices where request_id = ${request}`;
  await announceWindows();
  expect(await reported(good)).toHaveLength(1);
  expect(await failure()).toEqual({ failures: 1, error: "broken", reported: false });
  await announceWindows();
  expect(await failure()).toMatchObject({ failures: 1 });
  for (let minutes = 1; minutes <= 64; minutes *= 2) {
    await waits(`${minutes} minutes`);
    await announceWindows();
  }
  expect(await failure()).toEqual({ failures: 8, error: "broken", reported: true });
  expect(await alarms()).toEqual([{ code: "JOB_FAILED", subject: "windows", times: 1 }]);
  await waits("23 hours");
  await announceWindows();
  expect(await failure()).toMatchObject({ failures: 8 });
  await waits("1 hour");
  await announceWindows();
  expect(await failure()).toMatchObject({ failures: 9, reported: true });
  expect(await alarms()).toHaveLength(1);
  // A repaired row continues by itself.
  await mend();
  await waits("1 day");
  await announceWindows();
  expect(await reported(broken)).toHaveLength(1);
});
