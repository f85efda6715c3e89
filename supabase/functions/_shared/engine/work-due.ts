/** Runs due steps with bounded concurrency, one per provider: one whose calls to Meta hang delays nobody else. */
import type { DueRequest } from "./cutover-store.ts";

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
  concurrency: number;
};

/** More than a move has; a request that loops must give way to the others. */
export const maxSteps = 40;

/** How often it polls for work while a slot is free. */
const pollMilliseconds = 1000;

/**
 * Takes steps until `until`, and asks before each which request comes next. A provider has one slot at most, even if
 * others are idle: otherwise its second number would take the slot that the next provider needs. It ends when nothing
 * is due and nothing is running, unless it `staysOn`. Returns the number of steps, once the last of them has ended.
 */
export async function workDue(work: DueWork, until: number, staysOn: boolean): Promise<number> {
  const taken = new Map<string, number>();
  const spent = new Set<string>();
  const underWay = new Map<string, Promise<void>>();

  /**
   * Each request ahead is spent or of a running provider: at most one per provider before each spent one and the next.
   */
  async function nextDue(): Promise<DueRequest | undefined> {
    const due = await work.dueRequests((spent.size + 1) * (underWay.size + 1));
    return due.find(({ request, provider }) => !spent.has(request) && !underWay.has(provider));
  }

  async function take({ request, provider }: DueRequest): Promise<void> {
    const isTaken = (await work.takeDue(request)) !== "none";
    const steps = (taken.get(request) ?? 0) + (isTaken ? 1 : 0);
    taken.set(request, steps);
    if (!isTaken || steps >= maxSteps) spent.add(request);
    underWay.delete(provider);
  }

  try {
    while (work.now() < until) {
      const isSlotFree = underWay.size < work.concurrency;
      const next = isSlotFree ? await nextDue() : undefined;
      if (next) underWay.set(next.provider, take(next));
      else if (underWay.size === 0 && !staysOn) break;
      else await Promise.race([...underWay.values(), ...(isSlotFree ? [work.sleep(pollMilliseconds)] : [])]);
    }
  } finally {
    await Promise.all(underWay.values());
  }
  return [...taken.values()].reduce((sum, steps) => sum + steps, 0);
}
