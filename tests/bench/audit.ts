/**
 * Audited changes as fast as a durable Postgres accepts them, each in a transaction of its own whose commit waits for
 * its disk, while a worker seals: how many are made and sealed per second, for one provider and for many. Then the
 * chains are verified. The writers loop in the database: its client is not what is measured.
 */
import postgres, { type Sql } from "postgres";
import { checkAudit } from "../../supabase/operator/audit-check.ts";
import { createTestDatabase, type TestDatabase } from "../fixtures/database.ts";
import { startTestServer } from "../runner/test-server.ts";
import type { Figure } from "./part.ts";

const writers = 32;
const perWriter = 1500;
/** Audited writes per second. */
const least = 3000;

/** One company per writer; `providers`: how many providers they belong to. */
async function createCompanies(sql: Sql, providers: number): Promise<string[]> {
  const made = await sql<{ id: string }[]>`
    insert into public.providers (slug, name, country, office_name, office_email, platform_signup_url)
    select 'bench-' || ${providers}::int || '-' || n, 'Bench', 'GB', 'Office', 'office@portdesk.example', 'https://platform.example'
    from generate_series(1, ${providers}::int) as n returning id`;
  const companies: string[] = [];
  for (let at = 0; at < writers; at += 1) {
    const [row] = await sql<{ id: string }[]>`
      insert into public.clients (provider_id, name) values (${made[at % made.length]?.id ?? ""}, ${`Company ${at}`}) returning id`;
    companies.push(row?.id ?? "");
  }
  await sql`select public.engine_seal_audit(100000)`;
  return companies;
}

async function sealUntil(sql: Sql, isOver: () => boolean): Promise<void> {
  for (let over = false, sealed = 1; !over || sealed > 0; ) {
    over = isOver();
    sealed = (await sql<{ n: number }[]>`select public.engine_seal_audit(2000) as n`)[0]?.n ?? 0;
  }
}

async function run(database: TestDatabase, providers: number): Promise<Figure[]> {
  const companies = await createCompanies(database.sql, providers);
  const pool = postgres(database.url, { max: writers, onnotice: () => undefined });
  // Connections are made before the clock starts.
  await Promise.all(companies.map(() => pool`select pg_sleep(0.2)`));
  let over = false;
  const begun = performance.now();
  const sealing = sealUntil(database.sql, () => over);
  await Promise.all(
    companies.map((id) =>
      pool
        .unsafe(
          `do $$ begin for at in 1..${perWriter} loop
             update public.clients set name = 'Company ' || at, country = case at % 2 when 0 then 'GB' else 'US' end where id = '${id}';
             commit;
           end loop; end $$`,
        )
        .simple(),
    ),
  );
  over = true;
  const committed = performance.now() - begun;
  await sealing;
  const sealed = performance.now() - begun;
  await pool.end();
  const rate = (milliseconds: number) => Math.round((writers * perWriter * 1000) / milliseconds);
  const name = `${providers} provider${providers === 1 ? "" : "s"}, ${writers} writers`;
  return [
    { name: `audited writes of ${name}`, value: rate(committed), unit: "/s", atLeast: least },
    { name: "the same until all are sealed", value: rate(sealed), unit: "/s" },
  ];
}

export async function audit(): Promise<Figure[]> {
  const server = await startTestServer({ durable: true });
  const database = await createTestDatabase(server.url);
  try {
    const written = [...(await run(database, 1)), ...(await run(database, writers))];
    const begun = performance.now();
    const reports = await checkAudit(database.sql, { minutes: 10 });
    const seconds = (performance.now() - begun) / 1000;
    const faults = reports.flatMap((report) => report.faults);
    const rows = reports.reduce((sum, { head }) => sum + head.seq, 0);
    return [
      ...written,
      { name: "rows verified", value: rows / seconds, unit: "/s" },
      { name: "faults in the chains", value: faults.length, unit: "", atMost: 0 },
    ];
  } finally {
    await database.drop();
    await server.stop();
  }
}
