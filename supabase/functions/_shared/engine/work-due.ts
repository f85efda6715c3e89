/** Works what is due with bounded concurrency, one step of each provider: whose Meta hangs keeps nobody else waiting. */
import type { DueRequest } from "./cutover-store.ts";

/** What came of one turn: there was no step to take, what follows must wait, or it may follow at once. */
export type StepOutcome = "none" | "waits" | "goes_on";

export type DueWork = {
  /** Which requests come next, in this order. */
  dueRequests(limit: number): Promise<DueRequest[]>;
  /** Takes one step of the request; never throws. */
  takeDue(requestId: string): Promise<StepOutcome>;
  /** Milliseconds since 1970. */
  now: () => number;
  sleep: (milliseconds: number) => Promise<void>;
  concurrency: number;
};

/** More than a move has; whatever turns in circles lets the others in. */
export const maxSteps = 40;

/** How often it looks for work while a slot is free. */
const pollMilliseconds = 1000;

/**
 * Takes steps until `until`, and asks before each which request comes next. A provider has one slot at most, even where the others
 * are idle: its own second number would otherwise take the slot that the next provider needs. Nothing due and nothing under
 * way ends it, unless it `staysOn`. Returns how many steps it took, when the last of them has ended.
 */
export async function workDue(work: DueWork, until: number, staysOn: boolean): Promise<number> {
  const taken = new Map<string, number>();
  const spent = new Set<string>();
  const underWay = new Map<string, Promise<void>>();

  /** Whoever stands before it is spent, or one of a provider under way for each place that spent ones may hold. */
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
