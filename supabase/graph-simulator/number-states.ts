// What a number's state means for the calls: registered, still in its account, verified for now, and which record is
// the other end of a move.
import type { NumberRecord } from "./seed.ts";
import type { SimulatorState } from "./state.ts";

const registered = new Set(["CONNECTED", "FLAGGED", "RATE_LIMITED", "RESTRICTED"]);
const departed = new Set(["MIGRATED", "DELETED"]);
const dayMs = 86_400_000;

/** `register` was answered; the number may still be on its way to CONNECTED. */
export function isRegistered(number: NumberRecord): boolean {
  return registered.has(number.status);
}

/** What Meta shows: a number that has just been registered stays PENDING for `settings.connectSeconds`. */
export function statusNow(number: NumberRecord, now: number): string {
  const { status, connects_at: connectsAt } = number;
  const waits = status === "CONNECTED" && connectsAt !== null && Date.parse(connectsAt) > now;
  return waits ? "PENDING" : status;
}

/** Sends and receives. */
export function isServing(number: NumberRecord, now: number): boolean {
  return registered.has(statusNow(number, now));
}

export function hasDeparted(number: NumberRecord): boolean {
  return departed.has(number.status);
}

/** VERIFIED expires for a number that waits for `register`; a registered number keeps it. */
export function verificationNow(state: SimulatorState, number: NumberRecord, now: number): string {
  const { code_verification_status: stored, verified_at: verifiedAt } = number;
  if (stored !== "VERIFIED" || isRegistered(number) || verifiedAt === null) return stored;
  const lifetime = state.settings.verifiedLifetimeDays * dayMs;
  return now - Date.parse(verifiedAt) > lifetime ? "EXPIRED" : stored;
}

/** The record that a claimed number comes from, as long as that has not left. */
export function sourceOf(state: SimulatorState, number: NumberRecord): NumberRecord | undefined {
  return state.numbers.find(
    (other) =>
      other !== number &&
      other.e164 === number.e164 &&
      other.waba_id === number.claimed_from_waba_id &&
      !hasDeparted(other),
  );
}

export function wabaOf(state: SimulatorState, wabaId: string) {
  const waba = state.wabas.find((candidate) => candidate.id === wabaId);
  if (!waba) throw new Error(`the seed has no WABA ${wabaId}`);
  return waba;
}
