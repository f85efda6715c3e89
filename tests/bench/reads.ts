/**
 * `npm run bench:reads`: every list, count and search at a million requests of 1,000 providers, as the manager of the one
 * that has 200,000, interleaved with the same SQL without row-level security. Prints medians, buffers and ratios; fails
 * beyond a read's limit. `--requests N` fills fewer, `--only TEXT` chooses.
 */
import { parseArgs } from "node:util";
import postgres from "postgres";
import { createDatabase } from "../../supabase/database/fresh-database.ts";
import { explain, type Explained } from "../fixtures/scale/plan.ts";
import { type Read, scaleReads } from "../fixtures/scale/reads.ts";
import { fillScale } from "../fixtures/scale/scale-database.ts";
import { startTestServer } from "../runner/test-server.ts";

const repetitions = 5;

const { values } = parseArgs({
  options: { requests: { type: "string", default: "1000000" }, only: { type: "string", default: "" } },
});
const requests = Number(values.requests);
if (!Number.isSafeInteger(requests) || requests < 5000)
  throw new Error("--requests takes a number from 5000 on");

const median = (list: readonly number[]) => list.toSorted((a, b) => a - b)[list.length >> 1] ?? Number.NaN;
const shown = (ms: number) => ms.toFixed(2).padStart(9);

const server = await startTestServer();
try {
  const begun = performance.now();
  const url = await createDatabase({ serverUrl: server.url, name: "scale", folder: "/var/tmp" });
  await fillScale(url, { requests, providers: 1000 });
  console.log(`${requests} requests, filled in ${((performance.now() - begun) / 1000).toFixed(0)} s`);
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  const reads = (await scaleReads(sql)).filter(({ name }) => name.includes(values.only));

  /** As the person, or as the owner of the tables. Nothing is kept: a search counts who searches. */
  const ask = async ({ user, sql: statement }: Read, isOwner: boolean): Promise<Explained> => {
    const undo = new Error("undo");
    let explained: Explained | undefined;
    await sql
      .begin(async (transaction) => {
        if (!isOwner)
          await transaction`select set_config('role', 'authenticated', true),
            set_config('request.jwt.claims', ${JSON.stringify({ role: "authenticated", sub: user })}, true)`;
        explained = await explain(transaction, statement);
        throw undo;
      })
      .catch((error: unknown) => {
        if (error !== undo) throw error;
      });
    if (!explained) throw new Error("Nothing was explained.");
    return explained;
  };

  const slow: string[] = [];
  console.log("  person ms  buffers   owner ms  buffers   limit");
  for (const read of reads) {
    // A definer function finds nothing for the owner, who is nobody's member.
    const comparable = !/search_requests|request_counts|count_requests/.test(read.sql);
    const person: Explained[] = [];
    const owner: Explained[] = [];
    for (let repetition = 0; repetition < repetitions; repetition += 1) {
      person.push(await ask(read, false));
      if (comparable) owner.push(await ask(read, true));
    }
    const ms = median(person.map((one) => one.ms));
    const buffers = (list: readonly Explained[]) =>
      String(median(list.map((one) => one.buffers))).padStart(8);
    const beside = comparable
      ? `${shown(median(owner.map((one) => one.ms)))} ${buffers(owner)}`
      : " ".repeat(18);
    console.log(
      `${shown(ms)} ${buffers(person)}  ${beside}  ${String(read.limitMs).padStart(5)}  ${read.name}`,
    );
    if (ms > read.limitMs) slow.push(read.name);
  }
  await sql.end();
  console.log(
    `${reads.length} reads, ${slow.length} beyond their limit${slow.map((name) => `\n  ${name}`).join("")}`,
  );
  process.exitCode = slow.length === 0 ? 0 : 1;
} finally {
  await server.stop();
}
