/**
 * A command in the database: assigning a request as its manager, in databases of each size, interleaved with an update
 * of one indexed column of a narrow table, and with the same command without the audit's triggers.
 */
import postgres, { type Sql, type TransactionSql } from "postgres";
import { explain } from "../fixtures/scale/plan.ts";
import { scaleIds } from "../fixtures/scale/scale-database.ts";
import { median } from "./median.ts";
import type { BenchContext, Figure } from "./part.ts";
import { undone } from "../fixtures/scale/undone.ts";

const repetitions = 9;
/** Changing a trigger throws plans away; a statement is planned anew five times (PostgreSQL 17, PREPARE, "Notes"). */
const warmUps = 8;
const inARow = warmUps + 6;

const kinds = ["audited", "unaudited", "bare"] as const;
type Kind = (typeof kinds)[number];
type Times = Record<Kind, number> & { least: number };

export async function commands({ sizes, scale, log }: BenchContext): Promise<Figure[]> {
  const measured: { size: number; times: Times }[] = [];
  for (const size of sizes) {
    const { url } = await scale(size);
    const sql = postgres(url, { max: 1, onnotice: () => undefined });
    const times = await measure(sql, size);
    log(
      `${size} requests: ${kinds.map((kind) => `${kind} ${times[kind].toFixed(2)} ms`).join(", ")}; least ${times.least.toFixed(2)} ms`,
    );
    measured.push({ size, times });
    await sql.end();
  }
  const [first, last] = [measured[0], measured.at(-1)];
  if (!first || !last) return [];
  const rate = (kind: Kind) => 1000 / last.times[kind];
  return [
    {
      name: `assign_request, ${last.size} requests`,
      value: last.times.audited,
      unit: "ms",
      beside: { what: `at ${first.size}`, value: first.times.audited },
      ratioAtMost: 1.5,
      allowance: 0.5,
    },
    {
      name: `assign_request, ${last.size} requests`,
      value: last.times.audited,
      unit: "ms",
      beside: { what: "bare update of an indexed column", value: last.times.bare },
    },
    {
      name: "assign_request, one connection",
      value: rate("audited"),
      unit: "/s",
      beside: { what: "without the audit's triggers", value: rate("unaudited") },
      ratioAtLeast: 0.5,
    },
  ];
}

/** Medians; nothing stays. */
async function measure(sql: Sql, size: number): Promise<Times> {
  await sql`create temp table narrow as select pg_catalog.gen_random_uuid() as id, n, n % 100 as assignee
    from generate_series(1, ${size}::integer) n`;
  await sql
    .unsafe("create unique index on narrow (n); create index on narrow (assignee); analyze narrow")
    .simple();
  const found: Record<Kind, number[]> = { audited: [], unaudited: [], bare: [] };
  for (let repetition = 0; repetition < repetitions; repetition += 1)
    for (const kind of kinds)
      found[kind].push(...(await undone(sql, (transaction) => write(transaction, kind, repetition))));
  return {
    audited: median(found.audited),
    unaudited: median(found.unaudited),
    bare: median(found.bare),
    least: Math.min(...found.audited),
  };
}

async function write(transaction: TransactionSql, kind: Kind, repetition: number): Promise<number[]> {
  if (kind === "unaudited") await disableAudit(transaction);
  const open = await transaction<{ id: string; version: number }[]>`
    select id, version from public.migration_requests where provider_id = ${scaleIds.provider(1)}
      and status in ('submitted', 'preparing', 'scheduled') and hold_reason is null
    order by id offset ${repetition * inARow} limit ${inARow}`;
  const claims = { role: "authenticated", sub: scaleIds.member(1, 1), aal: "aal2" };
  if (kind !== "bare")
    await transaction`select set_config('role', 'authenticated', true),
      set_config('request.jwt.claims', ${JSON.stringify(claims)}, true)`;
  const times: number[] = [];
  for (const [at, { id, version }] of open.entries()) {
    const member = scaleIds.member(1, 3 * (1 + ((repetition + at) % 5)) + 1);
    const statement =
      kind === "bare"
        ? `update narrow set assignee = ${1000 + repetition} where n = ${1 + repetition * inARow + at}`
        : `select public.assign_request('${id}', ${version}, '${member}')`;
    times.push((await explain(transaction, statement)).ms);
  }
  return times.slice(warmUps);
}

async function disableAudit(transaction: TransactionSql): Promise<void> {
  const triggers = await transaction<{ statement: string }[]>`
    select format('alter table %s disable trigger %I', tgrelid::regclass, tgname) as statement
    from pg_trigger where tgfoid = 'private.audit_row'::regproc`;
  if (triggers.length === 0) throw new Error("No table is audited.");
  for (const { statement } of triggers) await transaction.unsafe(statement);
}
