/** Runs due steps with bounded concurrency, in all and per provider: one whose calls to Meta hang delays nobody else. */
import type { DueRequest, MoveLimits } from "./cutover-store.ts";

/** The result of one step: there was none to take, the next must wait, or the next may follow at once. */
export type StepOutcome = "none" | "waits" | "goes_on";

export type DueWork = {
  /** The requests that come next, in this order. */
  dueRequests(limit: number): Promise<DueRequest[]>;
  /** Takes one step of the request; never throws. */
  takeDue(requestId: string): Promise<StepOutcome>;
  /** Milliseconds since 1970. */
  now: () => number;
  sleep: (milliseconds: number) => Promise<void>;
  limits: MoveLimits;
};

/** More than a move has; a request that loops must give way to the others. */
export const maxSteps = 40;

/** How often it polls for work while a slot is free. */
const pollMilliseconds = 1000;

/**
 * Takes steps until `until`, and asks before each which request comes next. A provider without a running step comes
 * first. Another gets a further slot only while some stay free: otherwise its numbers would take the slots that the next
 * providers need. It ends when nothing is due and nothing is running, unless it `staysOn`. Returns the number of steps,
 * once the last of them has ended.
 */
export async function workDue(work: DueWork, until: number, staysOn: boolean): Promise<number> {
  const { atOnce, perProvider, keptFree } = work.limits;
  const taken = new Map<string, number>();
  const spent = new Set<string>();
  const underWay = new Map<string, { provider: string; ended: Promise<void> }>();

  /** Each request ahead is spent, running, or of a running provider: of those, one per provider and turn. */
  async function nextDue(): Promise<DueRequest | undefined> {
    const due = await work.dueRequests((spent.size + underWay.size + 1) * (underWay.size + 1));
    const open = due.filter(({ request }) => !spent.has(request) && !underWay.has(request));
    const running = (provider: string) =>
      [...underWay.values()].filter((step) => step.provider === provider).length;
    const first = open.find(({ provider }) => running(provider) === 0);
    if (first || atOnce - underWay.size <= keptFree) return first;
    return open.find(({ provider }) => running(provider) < perProvider);
  }

  async function take({ request }: DueRequest): Promise<void> {
    const isTaken = (await work.takeDue(request)) !== "none";
    const steps = (taken.get(request) ?? 0) + (isTaken ? 1 : 0);
    taken.set(request, steps);
    if (!isTaken || steps >= maxSteps) spent.add(request);
    underWay.delete(request);
  }

  const ends = () => [...underWay.values()].map(({ ended }) => ended);
  try {
    while (work.now() < until) {
      const isSlotFree = underWay.size < atOnce;
      const next = isSlotFree ? await nextDue() : undefined;
      if (next) underWay.set(next.request, { provider: next.provider, ended: take(next) });
      else if (underWay.size === 0 && !staysOn) break;
      else await Promise.race([...ends(), ...(isSlotFree ? [work.sleep(pollMilliseconds)] : [])]);
    }
  } finally {
    await Promise.all(ends());
  }
  return [...taken.values()].reduce((sum, steps) => sum + steps, 0);
}
