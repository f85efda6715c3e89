// The running simulation: state, journal, usage and clock, and the few changes that the control namespace and tests may
// make from outside.
import { setTimeout as delay } from "node:timers/promises";
import { type Fault, type FaultInput, faultInputSchema } from "./faults.ts";
import { createJournal } from "./journal.ts";
import { hasDeparted } from "./number-states.ts";
import { type NumberRecord, numberFactsSchema, type SimulatorSeed } from "./seed.ts";
import { createState, mergeSeed, type SimulatorState } from "./state.ts";
import { memoryStorage, type Storage } from "./storage/storage.ts";
import { createUsage } from "./usage.ts";

export type SimulationOptions = {
  seed?: SimulatorSeed;
  /** Existing contents take precedence over the seed. Memory by default. */
  storage?: Storage;
  /** ms since 1970; the virtual clock adds to it. */
  now?: () => number;
  /** Where subscribed apps without a callback of their own receive webhooks. */
  callbackUrl?: string;
};

export type Simulation = ReturnType<typeof createSimulation>;

const hourMs = 3_600_000;

export function createSimulation(options: SimulationOptions) {
  const storage = options.storage ?? memoryStorage;
  const wallClock = options.now ?? Date.now;
  const firstSeed = options.seed ?? {};
  let state: SimulatorState = storage.readState() ?? createState(firstSeed);
  const journal = createJournal(storage.readJournal(), (line) => storage.appendJournal(line));
  const usage = createUsage();
  const now = () => wallClock() + state.clockOffsetMs;

  if (state.lastEffect) journal.recover(state.lastEffect.seq, state.lastEffect.effects);
  for (const { appId, wabaId, at } of journal.list()) {
    const moment = Date.parse(at);
    if (appId !== null && moment > now() - hourMs) usage.count({ appId, wabaId }, moment);
  }
  storage.writeState(state);

  const save = <T>(value: T): T => {
    storage.writeState(state);
    return value;
  };

  return {
    get state() {
      return state;
    },
    callbackUrl: options.callbackUrl ?? null,
    journal,
    usage,
    wallClock,
    now,
    sleep: (ms: number) => delay(ms),
    persist(effect: SimulatorState["lastEffect"]): void {
      state.lastEffect = effect;
      storage.writeState(state);
    },
    /** Restores the first seed: no journal, faults, usage or clock shift. */
    reset(): void {
      journal.clear();
      storage.clearJournal();
      usage.clear();
      state = save(createState(firstSeed));
    },
    /** Throws a ZodError if the seed is invalid. */
    seed(seed: unknown, mode: "merge" | "replace"): void {
      if (mode === "replace")
        state = { ...createState(seed), clockOffsetMs: state.clockOffsetMs, nextId: state.nextId };
      else mergeSeed(state, seed);
      save(null);
    },
    /** Advances the virtual clock; returns its time in ms. */
    advance(ms: number): number {
      state.clockOffsetMs += ms;
      return save(now());
    },
    addFault(input: FaultInput): Fault {
      const fault = { ...faultInputSchema.parse(input), id: `fault-${state.nextId}`, seen: 0, played: 0 };
      state.nextId += 1;
      state.faults.push(fault);
      return save(fault);
    },
    /** Removes one fault, or all. */
    clearFaults(id?: string): void {
      state.faults = id === undefined ? [] : state.faults.filter((fault) => fault.id !== id);
      save(null);
    },
    /** Changes a number as a person would in WhatsApp Manager. `id` or `waba_id` choose among its records. */
    changeNumber(e164: string, facts: unknown): NumberRecord | null {
      const { id, waba_id: wabaId, ...changes } = numberFactsSchema.parse(facts);
      const named = state.numbers.filter(
        (number) =>
          number.e164 === e164 &&
          (id === undefined || number.id === id) &&
          (wabaId === undefined || number.waba_id === wabaId),
      );
      const number = named.find((candidate) => !hasDeparted(candidate)) ?? named[0];
      if (!number) return null;
      const asked = typeof facts === "object" && facts !== null ? Object.keys(facts) : [];
      const given = Object.entries(changes).filter(([name]) => asked.includes(name));
      // A status set by a person applies at once.
      if (asked.includes("status")) number.connects_at = null;
      Object.assign(number, Object.fromEntries(given));
      return save(number);
    },
  };
}
