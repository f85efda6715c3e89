/** Cron wakes the tick where the platform has the extensions, and nothing breaks where it lacks them. */
import { expect, test } from "vitest";
import { useDatabase } from "../../fixtures/own-database.ts";

const database = await useDatabase();

const schedule = async () => {
  const [row] = await database.sql<{ done: boolean }[]>`select private.schedule_tick() as done`;
  return row?.done;
};

/** The parts of pg_cron, pg_net and Vault in use, with their hosted signatures. */
const platform = [
  `create schema cron;
   create table cron.job (jobid bigint generated always as identity, jobname text unique, schedule text, command text);
   create table cron.job_run_details (jobid bigint, end_time timestamptz);
   create function cron.schedule(job_name text, schedule text, command text) returns bigint language sql as $$
     insert into cron.job (jobname, schedule, command) values (job_name, schedule, command)
     on conflict (jobname) do update set schedule = excluded.schedule, command = excluded.command returning jobid $$`,
  `create schema net;
   create table net.calls (url text, headers jsonb);
   create function net.http_post(url text, body jsonb default '{}', params jsonb default '{}', headers jsonb default '{}',
     timeout_milliseconds integer default 5000) returns bigint language sql as $$
     insert into net.calls values (url, headers) returning 1::bigint $$`,
  "create schema vault; create table vault.decrypted_secrets (name text, decrypted_secret text)",
];

test("the tick is scheduled once, as soon as all parts are there, with the secrets that Vault holds when it runs", async () => {
  const { sql } = database;
  for (const part of platform) {
    expect(await schedule()).toBe(false);
    await sql.unsafe(part).simple();
  }
  expect([await schedule(), await schedule()]).toEqual([true, true]);
  const jobs = await sql<{ jobname: string; schedule: string; command: string }[]>`
    select jobname, schedule, command from cron.job order by jobname`;
  expect(jobs.map(({ jobname, schedule: every }) => [jobname, every])).toEqual([
    ["portdesk-tick", "10 seconds"],
    ["portdesk-tick-log", "17 3 * * *"],
  ]);
  const [tick = "", log = ""] = jobs.map(({ command }) => command);

  await sql.unsafe(tick);
  expect(await sql`select from net.calls`).toHaveLength(0);
  await sql`insert into vault.decrypted_secrets values ('portdesk_tick_url', 'https://p.example/functions/v1/tick'),
    ('portdesk_tick_secret', 'knock'), ('another', 'x')`;
  await sql.unsafe(tick);
  expect(await sql`select url, headers ->> 'x-portdesk-tick' as shown from net.calls`).toEqual([
    { url: "https://p.example/functions/v1/tick", shown: "knock" },
  ]);

  await sql`insert into cron.job_run_details select jobid, now() - days * interval '1 day' from cron.job, unnest(array[1, 4]) as days`;
  await sql.unsafe(log);
  expect(await sql`select from cron.job_run_details`).toHaveLength(3);
});
