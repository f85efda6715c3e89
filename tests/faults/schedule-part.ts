/** Simulated schedules by their seeds, and the broken engines that they must catch. */
import { brokenEngines } from "./broken-list.ts";
import type { Figures, PartContext } from "./part.ts";
import { playSchedules } from "./schedule.ts";

const again = (seed: number) => `npm run test:faults -- --only schedules --seed ${seed} --count 1`;

/** Schedule n has the seed `seed + n`; with one alone its course is printed. */
export async function schedules(context: PartContext): Promise<Figures> {
  const total = context.count ?? 10_000;
  const violations: string[] = [];
  const notes: string[] = [];
  let [done, moves] = [0, 0];
  const seeds = Array.from({ length: total }, (_, index) => context.seed + index);
  await playSchedules(context.openDatabase, seeds, context.lanes, (result) => {
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

const mostSchedules = 400;

/** Each must be caught within some schedules, and the whole engine must pass these very schedules. */
export async function engines(context: PartContext): Promise<Figures> {
  const violations: string[] = [];
  const notes: string[] = [];
  let [done, longest] = [0, 0];
  const tried = brokenEngines.slice(0, context.count ?? brokenEngines.length);
  const seeds = Array.from({ length: mostSchedules }, (_, index) => context.seed + index);
  for (const { name, prepare, ...engine } of tried) {
    let [played, caught] = [0, ""];
    const watch = (result: { violations: string[] }) => {
      played += 1;
      caught ||= result.violations[0] ?? "";
      return caught === "" && performance.now() < context.until;
    };
    await playSchedules(context.openDatabase, seeds, context.lanes, watch, engine, prepare);
    longest = Math.max(longest, played);
    if (caught === "") violations.push(`not caught in ${played} schedules: ${name}`);
    else {
      done += 1;
      notes.push(`caught after ${played}: ${name}: ${caught.split("\n")[0]}`);
    }
    context.progress(done, tried.length);
  }
  const control = await schedules({ ...context, count: longest });
  violations.push(...control.violations.map((text) => `the whole engine: ${text}`));
  if (control.done < longest) violations.push(`the whole engine played only ${control.done} of ${longest}`);
  notes.push(
    `the whole engine on the same ${control.done} schedules: ${control.violations.length} violations`,
  );
  return { done, total: tried.length, violations, notes };
}
