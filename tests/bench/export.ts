/**
 * The export of the provider that holds a fifth of all requests, at the largest size: its pages in both modes,
 * interleaved with COPY of the same columns as the same person under row-level security, its counts, the reports, and
 * the function's processor time for 250,000 rows.
 */
import postgres, { type Sql, type TransactionSql } from "postgres";
import { exportCost } from "../fixtures/scale/export-cost.ts";
import {
  countCall,
  exportFilters,
  headOf,
  pageCall,
  recordCall,
  reportCall,
} from "../fixtures/scale/export-reads.ts";
import { scaleIds } from "../fixtures/scale/scale-database.ts";
import { median } from "./median.ts";
import type { BenchContext, Figure } from "./part.ts";

const repetitions = 3;
/** Of COPY's rows a second. For a spreadsheet, every cell is looked at for what a spreadsheet would compute. */
const least = { machine: 0.5, spreadsheet: 0.35 } as const;
const analyst = scaleIds.member(1, 2);

export async function csvExport({ sizes, scale }: BenchContext): Promise<Figure[]> {
  const { rows, cpuMs, megabytesMore } = await exportCost(250_000);
  const cost: Figure[] = [
    { name: `processor of the function, ${rows} rows`, value: cpuMs, unit: "ms", atMost: 2000 },
    { name: `memory of the function, ${rows} rows`, value: megabytesMore, unit: "MB", atMost: 100 },
  ];
  const { url } = await scale(sizes.at(-1) ?? 10_000);
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    return [...cost, ...(await pagesBesideCopy(sql)), ...(await smaller(sql))];
  } finally {
    await sql`delete from public.exports where user_id = ${analyst}`;
    await sql.end();
  }
}

/** As the person whose rights the API would apply; nothing is kept. */
async function asAnalyst<T>(sql: Sql, run: (transaction: TransactionSql) => Promise<T>): Promise<T> {
  const result = await sql.begin(async (transaction) => {
    await transaction`select set_config('role', 'authenticated', true), set_config('request.jwt.claims',
      ${JSON.stringify({ role: "authenticated", sub: analyst })}, true)`;
    return { value: await run(transaction) };
  });
  return result.value;
}

async function timed(run: () => Promise<number>): Promise<{ ms: number; rows: number }> {
  const begun = performance.now();
  const rows = await run();
  return { ms: performance.now() - begun, rows };
}

const copied = (sql: Sql, statement: string) =>
  timed(() =>
    asAnalyst(sql, async (transaction) => {
      const stream = await transaction.unsafe(`copy (${statement}) to stdout (format csv)`).readable();
      let rows = 0;
      for await (const chunk of stream) rows += String(chunk).split("\n").length - 1;
      return rows;
    }),
  );

async function exported(sql: Sql, mode: string, rows: number) {
  const [recorded] = await asAnalyst(sql, (transaction) => transaction.unsafe(recordCall({}, mode, rows)));
  return timed(async () => {
    let sent = 0;
    for (let after: string | null = null; sent < rows; ) {
      const call = pageCall(String(recorded?.["id"]), after);
      const [page] = await asAnalyst(sql, (transaction) => transaction.unsafe(call));
      const head = headOf(page?.["page"]);
      sent += head.rows;
      after = head.last;
    }
    return sent;
  });
}

/** Counts and reports. At a million requests the searches find too many to export. */
async function smaller(sql: Sql): Promise<Figure[]> {
  const calls = Object.entries(exportFilters).flatMap(([name, filter]): [name: string, call: string][] =>
    filter.search ? [] : [[`count of ${name}`, countCall(filter)]],
  );
  for (const days of [7, 84, 730]) calls.push([`report of ${days} days`, reportCall(days)]);
  const figures: Figure[] = [];
  for (const [name, call] of calls) {
    const times: number[] = [];
    for (let at = 0; at < repetitions; at += 1)
      times.push((await timed(async () => (await asAnalyst(sql, (inner) => inner.unsafe(call))).length)).ms);
    figures.push({ name, value: median(times), unit: "ms" });
  }
  return figures;
}

async function pagesBesideCopy(sql: Sql): Promise<Figure[]> {
  const [{ columns, rows } = { columns: "", rows: 0 }] = await asAnalyst(sql, (transaction) =>
    transaction.unsafe<{ columns: string; rows: number }[]>(`select (select string_agg(source, ', ')
      from private.export_columns()) as columns, public.export_count('${scaleIds.provider(1)}', '{}') as rows`),
  );
  const [{ from } = { from: "" }] = await sql<{ from: string }[]>`
    select private.exported_rows(${scaleIds.provider(1)}, '{}') as from`;
  const times = { copy: [] as number[], machine: [] as number[], spreadsheet: [] as number[] };
  for (let repetition = 0; repetition < repetitions; repetition += 1)
    for (const name of ["copy", "machine", "spreadsheet"] as const) {
      const one = await (name === "copy"
        ? copied(sql, `select ${columns} from ${from}`)
        : exported(sql, name, rows));
      if (one.rows !== rows) throw new Error(`${name} gave ${one.rows} rows instead of ${rows}.`);
      times[name].push(one.ms);
    }
  const rate = (name: keyof typeof times) => rows / (median(times[name]) / 1000);
  return (["machine", "spreadsheet"] as const).map((name) => ({
    name: `${rows} rows for a ${name}`,
    value: rate(name),
    unit: "rows/s",
    beside: { what: "COPY", value: rate("copy") },
    ratioAtLeast: least[name],
  }));
}
