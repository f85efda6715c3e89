/**
 * `node tests/bench/export.ts`: the export of the provider that holds a fifth of all requests. Interleaves the pages, in
 * both modes, with COPY of the same columns as the same person under row-level security, times the counts and reports,
 * and measures the function's processor time for 250,000 rows. Prints figure, reference and ratio; fails beyond a mark.
 * `--requests N` (1,000,000) fills so many, `--url` takes a database that `fillScale` has filled already.
 */
import { parseArgs } from "node:util";
import postgres, { type Sql, type TransactionSql } from "postgres";
import { createDatabase } from "../../supabase/database/fresh-database.ts";
import { exportCost } from "../fixtures/scale/export-cost.ts";
import {
  countCall,
  exportFilters,
  headOf,
  pageCall,
  recordCall,
  reportCall,
} from "../fixtures/scale/export-reads.ts";
import { fillScale, scaleIds } from "../fixtures/scale/scale-database.ts";
import { startTestServer } from "../runner/test-server.ts";

const { values } = parseArgs({
  options: { requests: { type: "string", default: "1000000" }, url: { type: "string" } },
});
const repetitions = 3;
/** Of COPY's rows a second. For a spreadsheet, every cell is looked at for what a spreadsheet would compute. */
const least: Record<string, number> = { machine: 0.5, spreadsheet: 0.35 };
const analyst = scaleIds.member(1, 2);
const failures: string[] = [];

const median = (list: readonly number[]) => list.toSorted((a, b) => a - b)[list.length >> 1] ?? Number.NaN;

/** As the person whose rights the API would apply; nothing is kept. */
async function asAnalyst<T>(sql: Sql, run: (transaction: TransactionSql) => Promise<T>): Promise<T> {
  const result = await sql.begin(async (transaction) => {
    await transaction`select set_config('role', 'authenticated', true), set_config('request.jwt.claims',
      ${JSON.stringify({ role: "authenticated", sub: analyst })}, true)`;
    return { value: await run(transaction) };
  });
  return result.value as T;
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

/** Milliseconds of the counts and reports, medians. */
async function smaller(sql: Sql): Promise<void> {
  // At a million requests these searches find too many to export.
  const calls = Object.entries(exportFilters).flatMap(([name, filter]): [name: string, call: string][] =>
    filter.search ? [] : [[`count of ${name}`, countCall(filter)]],
  );
  for (const days of [7, 84, 730]) calls.push([`report of ${days} days`, reportCall(days)]);
  for (const [name, call] of calls) {
    const times: number[] = [];
    for (let at = 0; at < 3; at += 1)
      times.push((await timed(async () => (await asAnalyst(sql, (inner) => inner.unsafe(call))).length)).ms);
    console.log(`${median(times).toFixed(1).padStart(9)} ms  ${name}`);
  }
}

async function measure(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    const [{ columns = "", rows = 0 } = {}] = await asAnalyst(sql, (transaction) =>
      transaction.unsafe<{ columns: string; rows: number }[]>(`select (select string_agg(source, ', ')
        from private.export_columns()) as columns, public.export_count('${scaleIds.provider(1)}', '{}') as rows`),
    );
    const [{ from = "" } = {}] = await sql<{ from: string }[]>`
      select private.exported_rows(${scaleIds.provider(1)}, '{}') as from`;
    const times: Record<string, number[]> = { copy: [], machine: [], spreadsheet: [] };
    for (let repetition = 0; repetition < repetitions; repetition += 1)
      for (const name of Object.keys(times)) {
        const one = await (name === "copy"
          ? copied(sql, `select ${columns} from ${from}`)
          : exported(sql, name, rows));
        if (one.rows !== rows) throw new Error(`${name} gave ${one.rows} rows instead of ${rows}.`);
        times[name]?.push(one.ms);
      }
    const rate = (name: string) => rows / (median(times[name] ?? []) / 1000);
    console.log(`${rows} rows: COPY ${Math.round(rate("copy"))} rows/s`);
    for (const name of ["machine", "spreadsheet"]) {
      const ratio = rate(name) / rate("copy");
      console.log(
        `${name}: ${Math.round(rate(name))} rows/s, ${ratio.toFixed(2)} of COPY (at least ${least[name]})`,
      );
      if (ratio < (least[name] ?? 0)) failures.push(`${name} is slower than ${least[name]} of COPY`);
    }
    await smaller(sql);
    await sql`delete from public.exports where user_id = ${analyst}`;
  } finally {
    await sql.end();
  }
}

const cost = await exportCost(250_000);
console.log(
  `function under Deno: ${cost.rows} rows, ${cost.cpuMs} ms of a processor (at most 2000), ${Math.round(cost.megabytesMore)} MB more`,
);
if (cost.cpuMs > 2000) failures.push("the function takes more than two seconds of a processor");

if (values.url !== undefined) await measure(values.url);
else {
  const server = await startTestServer();
  try {
    const url = await createDatabase({ serverUrl: server.url, name: "scale", folder: "/var/tmp" });
    await fillScale(url, { requests: Number(values.requests), providers: 1000 });
    await measure(url);
  } finally {
    await server.stop();
  }
}
console.log(failures.length === 0 ? "nothing beyond its mark" : failures.join("\n"));
process.exitCode = failures.length === 0 ? 0 : 1;
