/**
 * Pages and counts of exports, and reports, at 100,000 requests of which one tenant has 20,000. What is judged is how
 * the statements inside the functions ran, not the plan of a call.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useDatabase } from "../../fixtures/own-database.ts";
import {
  countCall,
  exportFilters,
  headOf,
  pageCall,
  recordCall,
  reportCall,
} from "../../fixtures/scale/export-reads.ts";
import { type InnerPlan, type InnerPlans, openInnerPlans } from "../../fixtures/scale/inner-plans.ts";
import { faultsOf, nodesOf } from "../../fixtures/scale/plan.ts";
import { fillScale, scaleIds } from "../../fixtures/scale/scale-database.ts";

const database = await useDatabase();
const analyst = scaleIds.member(1, 2);
const pageSize = 5000;
let inner: InnerPlans;
let large = new Set<string>();

beforeAll(async () => {
  await fillScale(database.url, { requests: 100_000, providers: 1000 });
  inner = await openInnerPlans(database.url);
  const tables = await database.sql<{ name: string }[]>`
    select relname as name from pg_class where relkind = 'r' and reltuples > 10000`;
  large = new Set(tables.map(({ name }) => name));
}, 300_000);
afterAll(() => inner.end());

/** The plan of the one statement that begins with these words. */
function planWith(plans: readonly InnerPlan[], words: string): InnerPlan {
  const [found, ...more] = plans.filter(({ statement }) => statement.startsWith(words));
  if (!found || more.length > 0)
    throw new Error(`${more.length} more statements than one begin with ${words}.`);
  return found;
}

const buffersOf = ({ plan }: InnerPlan) => plan["Shared Hit Blocks"] + plan["Shared Read Blocks"];

/** How many rows the scans of the list took from it and left out. */
const takenFromList = ({ plan }: InnerPlan) =>
  [...nodesOf(plan)]
    .filter((node) => node["Relation Name"] === "request_list" && node["Node Type"] !== "Bitmap Index Scan")
    .reduce(
      (sum, node) => sum + node["Actual Rows"] * node["Actual Loops"] + (node["Rows Removed by Filter"] ?? 0),
      0,
    );

/** Of an export all may be read once, and a single page sorted. */
const pageFaults = ({ plan }: InnerPlan) =>
  faultsOf(plan, large).filter((fault) => {
    const sorted = Number(/^sorts (\d+)/.exec(fault)?.[1] ?? Number.NaN);
    return !fault.startsWith("throws away") && !(sorted <= pageSize);
  });

async function exported(filter: (typeof exportFilters)[string]) {
  const counted = await inner.run(analyst, countCall(filter));
  const rows = Number(counted.rows[0]?.["rows"]);
  const recorded = await inner.run(analyst, recordCall(filter, "machine", rows));
  const id = String(recorded.rows[0]?.["id"]);
  const pages: InnerPlan[] = [];
  let sent = 0;
  for (let after: string | null = null; sent < rows; ) {
    const page = await inner.run(analyst, pageCall(id, after));
    pages.push(planWith(page.plans, "select count(*), max(page.reference)"));
    const head = headOf(page.rows[0]?.["page"]);
    if (head.rows === 0) break;
    sent += head.rows;
    after = head.last;
  }
  return { counted, rows, sent, pages };
}

describe("an export", () => {
  it.each(Object.entries(exportFilters))("of %s reads the list at most once, in order", async (_, filter) => {
    const { rows, sent, pages } = await exported(filter);
    expect(rows).toBeGreaterThan(0);
    expect(sent).toBe(rows);
    expect(pages).toHaveLength(Math.ceil(rows / pageSize));
    // How much a search finds is not known to the planner; each of its rows is then found by its key.
    const faults = pages
      .flatMap(pageFaults)
      .filter((fault) => !filter.search || !fault.startsWith("expects"));
    expect(faults).toEqual([]);
    // A search brings its own reading of the list, which list-plans.test.ts judges.
    const read = filter.search ? 0 : pages.reduce((sum, page) => sum + takenFromList(page), 0);
    expect(read).toBeLessThanOrEqual(20_000 + pages.length);
  });

  it("reads as little for its last page as for its first", async () => {
    const { pages } = await exported({});
    const [first = 0, ...rest] = pages.map(buffersOf);
    expect(rest).toHaveLength(3);
    expect(Math.max(...rest)).toBeLessThanOrEqual(first * 2);
  });

  it("finds the rows of a rare status by their index", async () => {
    const { pages, rows } = await exported({ status: ["cutover"] });
    expect(takenFromList(pages[0] as InnerPlan)).toBeLessThanOrEqual(rows + 1);
  });

  it("is counted without reading a request", async () => {
    for (const name of ["everything", "a rare status", "a reason", "two old providers", "half a year"]) {
      const { plans } = await inner.run(analyst, countCall(exportFilters[name] ?? {}));
      const nodes = plans.flatMap(({ plan }) => [...nodesOf(plan)]);
      const read = nodes.filter((node) =>
        ["migration_requests", "request_list"].includes(node["Relation Name"] ?? ""),
      );
      expect(
        read.filter((node) => node["Node Type"] !== "Index Only Scan" || node["Heap Fetches"] !== 0),
      ).toEqual([]);
    }
  });

  it("would be noticed if each page sorted what is left", async () => {
    const [row] = await database.sql<
      { text: string }[]
    >`select pg_get_functiondef('public.export_page'::regproc) as text`;
    await database.sql.unsafe((row?.text ?? "").replace("then 'off'", "then 'on'"));
    const { pages } = await exported({});
    expect(pages.flatMap(pageFaults).join()).toMatch(/sorts \d+ rows/);
    await database.sql.unsafe(row?.text ?? "");
  });
});

describe("a report", () => {
  const report = async (days: number) =>
    planWith((await inner.run(analyst, reportCall(days))).plans, "select case when grouping");

  it("reads one index, once, and sorts nothing", async () => {
    const { plan } = await report(84);
    const nodes = [...nodesOf(plan)];
    const read = nodes.filter((node) => node["Relation Name"] === "migration_requests");
    expect(read).toEqual([
      expect.objectContaining({ "Node Type": "Index Only Scan", "Heap Fetches": 0, "Actual Loops": 1 }),
    ]);
    expect(nodes.filter((node) => node["Node Type"].includes("Sort"))).toEqual([]);
    expect(faultsOf(plan, large)).toEqual([]);
  });

  it("costs what its period holds, not what the provider has", async () => {
    const [week, year] = [buffersOf(await report(7)), buffersOf(await report(365))];
    expect(week * 10).toBeLessThan(year);
  });

  it("would be noticed without its index", async () => {
    await database.sql`drop index public.migration_requests_filed`;
    expect([...nodesOf((await report(84)).plan)].map((node) => node["Node Type"])).not.toContain(
      "Index Only Scan",
    );
    await database.sql`create index migration_requests_filed on public.migration_requests (provider_id, created_at)
      include (client_id, status, reason, old_provider_name)`;
  });
});
