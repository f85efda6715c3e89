/** Simulated schedules by their seeds, and the broken engines that they must catch. */
import { brokenEngines } from "./broken-list.ts";
import type { Figures, PartContext } from "./part.ts";
import { playSchedules, type ScheduleResult } from "./schedule.ts";

const again = (seed: number) => `npm run test:faults -- --only schedules --seed ${seed} --count 1`;

/** Schedule n has the seed `seed + n`; a single one prints its course. */
export async function schedules(context: PartContext): Promise<Figures> {
  const total = context.count ?? 10_000;
  const violations: string[] = [];
  const notes: string[] = [];
  let [done, moves] = [0, 0];
  const seeds = Array.from({ length: total }, (_, index) => context.seed + index);
  await playSchedules(context.openDatabase, seeds, context.concurrency, (result) => {
    done += 1;
    moves += result.moves;
    violations.push(
      ...result.violations.map((text) => `seed ${result.seed}: ${text}; see it again: ${again(result.seed)}`),
    );
    if (total === 1) notes.push(...result.trace);
    context.progress(done, total);
    return performance.now() < context.until;
  });
  return { done, total, violations, notes: [...notes, `${moves} moves in ${done} schedules`] };
}

const maxSchedules = 400;

type Catch = { name: string; seed: number; played: number; text: string };

/** Each must be caught within some schedules; a catch counts only if the intact engine passes that very schedule. */
export async function engines(context: PartContext): Promise<Figures> {
  const violations: string[] = [];
  const notes: string[] = [];
  const catches: Catch[] = [];
  const tried = brokenEngines.slice(0, context.count ?? brokenEngines.length);
  const seeds = Array.from({ length: maxSchedules }, (_, index) => context.seed + index);
  for (const { name, prepare, ...engine } of tried) {
    if (performance.now() >= context.until) {
      notes.push(`no time was left for: ${name}`);
      continue;
    }
    let played = 0;
    let caught: Catch | null = null;
    const watch = ({ seed, violations: [text] }: ScheduleResult) => {
      played += 1;
      if (text !== undefined) caught ??= { name, seed, played, text: text.split("\n")[0] ?? "" };
      return caught === null && performance.now() < context.until;
    };
    await playSchedules(context.openDatabase, seeds, context.concurrency, watch, engine, prepare);
    if (caught) catches.push(caught);
    else if (played < maxSchedules)
      notes.push(`not caught in the ${played} schedules there was time for: ${name}`);
    else violations.push(`not caught in ${played} schedules: ${name}`);
    context.progress(catches.length, tried.length);
  }
  const failing = await playWhole(
    context,
    Math.max(0, ...catches.map(({ seed }) => seed - context.seed + 1)),
  );
  violations.push(...failing.violations);
  notes.push(failing.note);
  const proven = catches.filter(({ seed }) => !failing.seeds.has(seed));
  for (const { name, played, text } of proven) notes.push(`caught after ${played}: ${name}: ${text}`);
  for (const { name, seed } of catches.filter((one) => !proven.includes(one)))
    violations.push(`caught only at seed ${seed}, where the whole engine fails too: ${name}`);
  return { done: proven.length, total: tried.length, violations, notes };
}

/** The control: the intact engine on the same seeds. */
async function playWhole(context: PartContext, count: number) {
  const seeds = new Set<number>();
  const violations: string[] = [];
  let done = 0;
  const all = Array.from({ length: count }, (_, index) => context.seed + index);
  await playSchedules(context.openDatabase, all, context.concurrency, (result) => {
    done += 1;
    if (result.violations.length > 0) seeds.add(result.seed);
    violations.push(
      ...result.violations.map(
        (text) => `the whole engine: seed ${result.seed}: ${text}; see it again: ${again(result.seed)}`,
      ),
    );
    return performance.now() < context.until;
  });
  // Seeds it did not reach prove nothing.
  for (const seed of all.slice(done)) seeds.add(seed);
  return {
    seeds,
    violations,
    note: `the whole engine on the same ${done} schedules: ${violations.length} violations`,
  };
}
