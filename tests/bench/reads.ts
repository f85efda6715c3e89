/**
 * Every list, count and search as its person, interleaved with the same SQL as the owner of the tables without row-level
 * security, in databases of each size: times in the database and shared buffers, medians.
 */
import postgres from "postgres";
import { type Read, scaleReads } from "../fixtures/scale/reads.ts";
import { ask, isComparable } from "./ask.ts";
import type { Measured, MeasuredRead } from "./measured-read.ts";
import { median } from "./median.ts";
import type { BenchContext, Figure } from "./part.ts";
import { readFigures } from "./read-figures.ts";

const repetitions = 7;

export async function reads({ sizes, scale, log }: BenchContext): Promise<Figure[]> {
  const measured = new Map<string, MeasuredRead>();
  for (const size of sizes) {
    const { url } = await scale(size);
    // One connection: each has to plan what it has not asked before.
    const sql = postgres(url, { max: 1, onnotice: () => undefined });
    for (const read of await scaleReads(sql)) {
      const { bySize } = measured.get(read.name) ?? { bySize: [] };
      measured.set(read.name, { ...read, bySize: [...bySize, await measure(sql, read)] });
    }
    await sql.end();
  }
  const all = [...measured.values()];
  log(`ms at ${sizes.join(", ")} requests; growth; at the most, buffers, owner's ms and ratio to it`);
  for (const read of all) log(lineOf(read));
  return readFigures(all);
}

async function measure(sql: postgres.Sql, read: Read): Promise<Measured> {
  const [person, owner] = [await ask(sql, read, false), isComparable(read) && (await ask(sql, read, true))];
  const times = { person: [person.ms], owner: owner ? [owner.ms] : [] };
  const buffers = [person.buffers];
  for (let repetition = 1; repetition < repetitions; repetition += 1) {
    const again = await ask(sql, read, false);
    times.person.push(again.ms);
    buffers.push(again.buffers);
    if (owner) times.owner.push((await ask(sql, read, true)).ms);
  }
  return {
    ms: median(times.person),
    buffers: median(buffers),
    ownerMs: owner ? median(times.owner) : undefined,
  };
}

function lineOf({ name, bySize }: MeasuredRead): string {
  const [first, last] = [bySize[0], bySize.at(-1)];
  const shown = (value: number | undefined) => (value === undefined ? "" : value.toFixed(2)).padStart(8);
  const growth = first && last && last.ms / first.ms;
  const ratio = last?.ownerMs === undefined ? undefined : last.ms / last.ownerMs;
  const times = bySize.map(({ ms }) => shown(ms)).join("");
  const buffers = String(last?.buffers ?? "").padStart(8);
  return `${times} ${shown(growth)} ${buffers} ${shown(last?.ownerMs)} ${shown(ratio)}  ${name}`;
}
