// register, the cut-over itself, and deregister: ten of each per number in a sliding 72 hours, the PIN rules, and the
// moment at which the number changes hands.
import { graphError } from "../graph-error.ts";
import { requiredSixDigits, requiredText, textParam } from "../graph-request.ts";
import { hasDeparted, isRegistered, sourceOf, verificationNow } from "../number-states.ts";
import { type Call, numberOperation, type Operation } from "../operation.ts";
import type { NumberRecord } from "../seed.ts";
import { ledgerOf } from "../state.ts";
import { copyAutomatically } from "./template-copy.ts";

const hourMs = 3_600_000;
const recentDeletionMs = 5 * 60_000;
const regions = "AU ID IN JP SG KR DE CH GB BR BH ZA AE CA".split(" ");

/** Counts the call and refuses it past the limit. Returns a function that takes it off the count again. */
function spend(call: Call, number: NumberRecord, kind: "register" | "deregister"): () => void {
  const { settings } = call.state;
  const ledger = ledgerOf(call.state, number.e164);
  if (ledger.blockedUntil[kind] > call.now) throw graphError(133016);
  const windowMs = settings.registrationWindowHours * hourMs;
  const calls = ledger.calls[kind].filter((moment) => moment > call.now - windowMs);
  ledger.calls[kind] = calls;
  if (calls.length >= settings.registrationLimit) {
    ledger.blockedUntil[kind] = call.now + windowMs;
    call.effect(`${kind} of ${number.e164} blocked for ${settings.registrationWindowHours} h`);
    throw graphError(133016);
  }
  calls.push(call.now);
  return () => {
    calls.pop();
  };
}

/** Two-step verification belongs to the phone number: until the move it is set at the source. */
function checkPin(call: Call, number: NumberRecord, pin: string): void {
  const holder = number.is_pin_enabled ? number : sourceOf(call.state, number);
  if (!holder?.is_pin_enabled) return;
  const { settings } = call.state;
  const ledger = ledgerOf(call.state, number.e164);
  if (ledger.pinLockedUntil > call.now) {
    const hours = Math.ceil((ledger.pinLockedUntil - call.now) / hourMs);
    throw graphError(133008, { details: `Too many PIN guesses. Try again in ${hours} hours.` });
  }
  if (call.now - ledger.lastPinAt < settings.pinMinSeconds * 1000) {
    throw graphError(133009, {
      details: `PIN guessed too fast. Try again in ${settings.pinMinSeconds} seconds.`,
    });
  }
  ledger.lastPinAt = call.now;
  if (holder.pin === pin) {
    ledger.wrongPins = 0;
    return;
  }
  ledger.wrongPins += 1;
  if (ledger.wrongPins >= settings.maxWrongPins) {
    ledger.wrongPins = 0;
    ledger.pinLockedUntil = call.now + settings.pinLockHours * hourMs;
  }
  throw graphError(133005);
}

function checkRegister(call: Call, number: NumberRecord): string {
  const { params } = call.request;
  if (requiredText(params, "messaging_product") !== "whatsapp") {
    throw graphError(100, { message: "(#100) Param messaging_product must be one of {WHATSAPP}" });
  }
  const pin = requiredSixDigits(params, "pin");
  const region = textParam(params, "data_localization_region");
  if (region !== undefined && !regions.includes(region)) {
    throw graphError(100, {
      message: `(#100) Param data_localization_region must be one of {${regions.join(", ")}}`,
    });
  }
  if (hasDeparted(number)) throw graphError(133010);
  if (number.status === "BANNED") throw graphError(131031);
  const deletedAt = number.deleted_at === null ? null : Date.parse(number.deleted_at);
  if (deletedAt !== null && call.now - deletedAt < recentDeletionMs) throw graphError(133015);
  if (!isRegistered(number) && verificationNow(call.state, number, call.now) !== "VERIFIED")
    throw graphError(133006);
  checkPin(call, number, pin);
  return pin;
}

/** Succeeds without effect: the number continues as it was, with the PIN it has. */
function registerShared(call: Call, number: NumberRecord): Record<string, unknown> {
  call.effect(`${number.e164} registered silently as ${number.id} at ${number.waba_id}`);
  return { success: true, ...call.state.settings.sharedRegisterSays };
}

/** The source stops, the other claims end, and what survives a move is transferred. */
function takeOver(call: Call, number: NumberRecord): void {
  const source = sourceOf(call.state, number);
  if (source) {
    number.quality_rating = source.quality_rating;
    number.throughput_level = source.throughput_level;
    number.is_official_business_account = source.is_official_business_account;
  }
  for (const other of call.state.numbers) {
    if (other === number || other.e164 !== number.e164 || hasDeparted(other)) continue;
    const wasPending = other !== source && other.claimed_from_waba_id !== null && !isRegistered(other);
    other.status = wasPending ? "DELETED" : "MIGRATED";
    other.platform_type = "NOT_APPLICABLE";
    other.is_pin_enabled = false;
    other.pin = null;
    call.effect(`${other.id} at ${other.waba_id} is ${other.status}`);
  }
  if (source) copyAutomatically(call, source.waba_id, number.waba_id);
}

const register = numberOperation({
  name: "register",
  method: "POST",
  edge: "register",
  scope: "whatsapp_business_management",
  manage: true,
  run(call, number) {
    const giveBack = spend(call, number, "register");
    if (number.is_shared && isRegistered(number)) return registerShared(call, number);
    let pin: string;
    try {
      pin = checkRegister(call, number);
    } catch (error) {
      if (!call.state.settings.failedRegisterCounts) giveBack();
      throw error;
    }
    if (!isRegistered(number)) {
      takeOver(call, number);
      number.last_onboarded_time = new Date(call.now).toISOString();
      const lagMs = call.state.settings.connectSeconds * 1000;
      number.connects_at = lagMs === 0 ? null : new Date(call.now + lagMs).toISOString();
    }
    number.status = "CONNECTED";
    number.platform_type = "CLOUD_API";
    number.code_verification_status = "VERIFIED";
    number.pin = pin;
    number.is_pin_enabled = true;
    call.effect(`${number.e164} registered as ${number.id} at ${number.waba_id}`);
    return { success: true, ...call.state.settings.registerSays };
  },
});

const deregister = numberOperation({
  name: "deregister",
  method: "POST",
  edge: "deregister",
  scope: "whatsapp_business_management",
  manage: true,
  run(call, number) {
    spend(call, number, "deregister");
    if (!isRegistered(number)) throw graphError(133010);
    // Any partner deregisters a shared number for all of them (account-model-evolution/onboarding, 2026-10-27).
    for (const other of call.state.numbers)
      if (number.is_shared && other.is_shared && other.e164 === number.e164) other.status = "DISCONNECTED";
    number.status = "DISCONNECTED";
    number.platform_type = "NOT_APPLICABLE";
    call.effect(`${number.e164} deregistered as ${number.id}`);
    return { success: true };
  },
});

export const registrationOperations: Operation[] = [register, deregister];
