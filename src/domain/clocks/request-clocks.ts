/** The clocks that measure part of the whole request, as pure functions over its events. */
import * as z from "zod/mini";
import { addBusinessTime, businessBetween } from "./business-time.ts";
import { type ClockCode, clockCatalogue, predictAt, workingDay } from "./clock-catalogue.ts";
import type { Period } from "./periods.ts";
import { type ClockEvent, isFinal } from "./time-by-party.ts";

/** A limit that a provider has set; the latest one before a moment applies, and the time already counted stays. */
export type ClockTarget = { code: ClockCode; minutes: number; validFrom: number };

/** The longest time for the whole move that a provider's terms promise to everyone who applies from `validFrom` on. */
export type TermsPromise = { workingDays: number; validFrom: number };

export type Allowances = { targets: readonly ClockTarget[]; terms: readonly TermsPromise[] };

export type ClockSetting = Allowances & {
  /** When the provider is or was open; sorted, without overlaps. */
  open: readonly Period[];
  now: number;
};

export type ClockReading = {
  code: ClockCode;
  startedAt: number;
  /** null while it runs. */
  endedAt: number | null;
  /** Time counted, in the clock's own measure, without pauses; ms. */
  spent: number;
  allowance: number;
  /** null once it has ended, while it is paused, or beyond the known calendar. */
  dueAt: number | null;
  predictedBreachAt: number | null;
  state: "running" | "predicted" | "breached" | "paused" | "met" | "missed";
};

type ElapsedClock = {
  from: (event: ClockEvent) => boolean;
  to: (event: ClockEvent) => boolean;
  delay?: number;
};

const kindIs =
  (...kinds: string[]) =>
  (event: ClockEvent) =>
    kinds.includes(event.kind);

/** Reported by a person, found by a monitoring check, or a PIN noted while Meta shows two-step verification as on. */
function isLockBackOn({ kind, data }: ClockEvent): boolean {
  if (kind === "track.set")
    return data.track === "security_pin" && (data.state === "done" || data.state === "not_applicable");
  // Before PINs had to be noted, Meta's confirmation was enough and was recorded here.
  if (kind === "pin.ended") return data.confirmed === true;
  return (
    ["monitoring_check.taken", "pin.noted"].includes(kind) &&
    movedTracks.safeParse(data).data?.tracks.security_pin === "done"
  );
}
const movedTracks = z.object({ tracks: z.object({ security_pin: z.string() }) });

/** The proof waits for the reading 72 hours after the connection. */
const proofDelay = 72 * 3_600_000;

/** Each also ends with the request itself. The database follows them too, in private.follow_elapsed_clocks. */
const elapsedClocks: Partial<Record<ClockCode, ElapsedClock>> = {
  first_answer: {
    from: kindIs("request.submit"),
    to: (event) =>
      event.actor === "member" &&
      ["request.accept", "request.reject", "request.ask", "comment.client"].includes(event.kind),
  },
  cutover: {
    from: kindIs("cutover.start"),
    to: kindIs("cutover.connected", "cutover.abort", "cutover.fail"),
  },
  two_step_back_on: {
    from: (event) =>
      event.kind === "cutover.step" &&
      event.data.step === "register" &&
      (event.data.outcome === "done" || event.data.outcome === "skipped"),
    to: isLockBackOn,
  },
  proof: {
    from: kindIs("cutover.connected"),
    to: kindIs("request.complete", "cutover.fail"),
    delay: proofDelay,
  },
  whole_move: {
    from: kindIs("request.submit"),
    to: kindIs("cutover.connected", "request.reject", "request.cancel", "cutover.fail"),
  },
};

/** Only clocks that have started. */
export function requestClocks(events: readonly ClockEvent[], setting: ClockSetting): ClockReading[] {
  return Object.entries(elapsedClocks).flatMap(([name, elapsed]) => {
    const code = Object.keys(clockCatalogue).find((one): one is ClockCode => one === name);
    const reading = code && read(code, elapsed, events, setting);
    return reading ? [reading] : [];
  });
}

/**
 * The limit that applies at a moment, in ms: the provider's own, or, for the whole move, the one that its terms
 * promised when the clock started. The same as private.elapsed_limit.
 */
export function allowanceOf(
  code: ClockCode,
  { targets, terms }: Allowances,
  at: number,
  startedAt: number,
): number {
  const set = latest(
    targets.filter((target) => target.code === code),
    at,
  );
  const promised = code === "whole_move" ? latest(terms, startedAt)?.workingDays : undefined;
  const minutes = set?.minutes ?? (promised ? promised * workingDay : clockCatalogue[code].minutes);
  return minutes * 60_000;
}

function latest<Dated extends { validFrom: number }>(all: readonly Dated[], at: number): Dated | undefined {
  return all
    .filter(({ validFrom }) => validFrom <= at)
    .reduce<Dated | undefined>((a, b) => (a && a.validFrom > b.validFrom ? a : b), undefined);
}

function read(
  code: ClockCode,
  { from, to, delay = 0 }: ElapsedClock,
  events: readonly ClockEvent[],
  setting: ClockSetting,
): ClockReading | null {
  const { open, now } = setting;
  const first = events.findLastIndex(from);
  const start = events[first];
  if (!start || start.at + delay > now) return null;
  const startedAt = start.at + delay;
  const end = events.slice(first + 1).find((event) => to(event) || isFinal(event.status));
  const endedAt = end ? Math.max(end.at, startedAt) : null;
  const counts = clockCatalogue[code].counts;
  const count = (a: number, b: number) =>
    counts === "wall" ? Math.max(0, b - a) : businessBetween(open, a, b);

  const spent = runningSpans(events, startedAt, endedAt ?? now).reduce((sum, [a, b]) => sum + count(a, b), 0);
  const allowance = allowanceOf(code, setting, endedAt ?? now, startedAt);
  const after = (span: number) => (counts === "wall" ? now + span : addBusinessTime(open, now, span));
  const base = { code, startedAt, endedAt, spent, allowance };
  if (endedAt !== null) {
    return { ...base, dueAt: null, predictedBreachAt: null, state: spent > allowance ? "missed" : "met" };
  }
  if (isPaused(events.at(-1))) return { ...base, dueAt: null, predictedBreachAt: null, state: "paused" };
  const isLate = spent > allowance;
  const isBreachPredicted = spent >= allowance * predictAt;
  return {
    ...base,
    dueAt: isLate ? null : after(allowance - spent),
    predictedBreachAt: isBreachPredicted ? null : after(allowance * predictAt - spent),
    state: isLate ? "breached" : isBreachPredicted ? "predicted" : "running",
  };
}

/** A hold pauses our clocks. */
const isPaused = (event: ClockEvent | undefined) =>
  event !== undefined && event.onHold && (event.waitingOn ?? "us") === "us";

/** The periods between two moments in which we had nothing on hold. */
function runningSpans(events: readonly ClockEvent[], from: number, to: number): [number, number][] {
  return events.flatMap((event, index): [number, number][] => {
    const [a, b] = [Math.max(event.at, from), Math.min(events[index + 1]?.at ?? to, to)];
    return a < b && !isPaused(event) ? [[a, b]] : [];
  });
}
