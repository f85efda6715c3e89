// request_code and verify_code: the code that a person receives by SMS or voice, how long it is valid, and how often it
// may be requested and tried.
import { randomInt } from "node:crypto";
import { graphError } from "../graph-error.ts";
import { requiredSixDigits, requiredText } from "../graph-request.ts";
import { hasDeparted, isRegistered, verificationNow } from "../number-states.ts";
import { type Call, numberOperation, type Operation } from "../operation.ts";
import type { NumberRecord } from "../seed.ts";
import { ledgerOf } from "../state.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

function channelOf(params: Record<string, unknown>): "SMS" | "VOICE" {
  const method = requiredText(params, "code_method").toUpperCase();
  if (method === "SMS" || method === "VOICE") return method;
  throw graphError(100, { message: "(#100) Param code_method must be one of {SMS, VOICE}" });
}

function checkQuota(call: Call, number: NumberRecord): void {
  const { settings } = call.state;
  const ledger = ledgerOf(call.state, number.e164);
  const window = settings.codeRequestWindowHours * hourMs;
  ledger.codeRequests = ledger.codeRequests.filter((moment) => moment > call.now - window);
  const last = ledger.codeRequests.at(-1);
  const tooSoon = last !== undefined && call.now - last < settings.codeRequestMinSeconds * 1000;
  const usedUp = ledger.codeRequests.length >= settings.codeRequestQuota;
  if (tooSoon || usedUp || ledger.codesLockedUntil > call.now) throw graphError(2494158);
}

export function sendCode(
  call: Pick<Call, "state" | "now">,
  number: NumberRecord,
  channel: "SMS" | "VOICE",
  language: string,
): void {
  const value = String(randomInt(0, 1_000_000)).padStart(6, "0");
  const ledger = ledgerOf(call.state, number.e164);
  const expiresAt = call.now + call.state.settings.codeLifetimeMinutes * minuteMs;
  ledger.code = { value, numberId: number.id, expiresAt };
  const inbox = (call.state.inboxes[number.e164] ??= []);
  inbox.push({
    at: new Date(call.now).toISOString(),
    channel,
    language,
    code: value,
    text: `Your WhatsApp Business code: ${value.slice(0, 3)}-${value.slice(3)}. Do not share it.`,
  });
}

const requestCode = numberOperation({
  name: "request_code",
  method: "POST",
  edge: "request_code",
  scope: "whatsapp_business_management",
  manage: true,
  run(call, number) {
    const channel = channelOf(call.request.params);
    const language = requiredText(call.request.params, "language");
    if (hasDeparted(number)) throw graphError(2388091);
    if (isRegistered(number) || verificationNow(call.state, number, call.now) === "VERIFIED") {
      throw graphError(136024, { userMessage: "Phone number ownership is already verified." });
    }
    checkQuota(call, number);
    ledgerOf(call.state, number.e164).codeRequests.push(call.now);
    if (!number.reachable) throw graphError(2593037);
    sendCode(call, number, channel, language);
    call.effect(`code sent to ${number.e164} by ${channel}`);
    return { success: true };
  },
});

function countWrong(call: Pick<Call, "state" | "now" | "effect">, number: NumberRecord): void {
  const ledger = ledgerOf(call.state, number.e164);
  ledger.wrongCodes += 1;
  call.effect(`wrong code ${ledger.wrongCodes} for ${number.e164}`);
  if (ledger.wrongCodes < call.state.settings.maxWrongCodes) return;
  ledger.code = null;
  ledger.wrongCodes = 0;
  ledger.codesLockedUntil = call.now + call.state.settings.codeLockHours * hourMs;
  call.effect(`codes of ${number.e164} locked`);
}

/** Marks the number as verified; throws if the code is wrong, expired or used up. */
export function checkCode(
  call: Pick<Call, "state" | "now" | "effect">,
  number: NumberRecord,
  given: string,
): void {
  const ledger = ledgerOf(call.state, number.e164);
  // The words are Meta's, of Embedded Signup (24 February 2026); that they come with this number is ours, unproven.
  if (ledger.codesLockedUntil > call.now)
    throw graphError(2388093, {
      title: "Code couldn't be verified",
      userMessage: "You have guessed too many times.",
    });
  if (!ledger.code || ledger.code.numberId !== number.id) {
    throw graphError(136025, { userMessage: "No code was requested for this phone number." });
  }
  if (ledger.code.expiresAt <= call.now) {
    throw graphError(136025, { userMessage: "The code has expired. Request a new one." });
  }
  if (ledger.code.value !== given) {
    countWrong(call, number);
    throw graphError(136025, { userMessage: "The code you entered is incorrect." });
  }
  ledger.code = null;
  ledger.wrongCodes = 0;
  number.code_verification_status = "VERIFIED";
  number.verified_at = new Date(call.now).toISOString();
  call.effect(`${number.e164} verified as ${number.id}`);
}

const verifyCode = numberOperation({
  name: "verify_code",
  method: "POST",
  edge: "verify_code",
  scope: "whatsapp_business_management",
  manage: true,
  run(call, number) {
    const given = requiredSixDigits(call.request.params, "code");
    if (hasDeparted(number)) throw graphError(2388093);
    if (isRegistered(number) || verificationNow(call.state, number, call.now) === "VERIFIED") {
      throw graphError(136024, { userMessage: "Phone number ownership is already verified." });
    }
    checkCode(call, number, given);
    return { success: true };
  },
});

export const verificationOperations: Operation[] = [requestCode, verifyCode];
