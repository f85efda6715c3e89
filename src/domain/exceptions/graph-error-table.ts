/** What an answer from Meta means: by a known subcode, else by the code, and where ambiguous by the text. */
import type { GraphFailureDetails } from "../graph/graph-failure.ts";
import type { GraphPort } from "../graph/graph-port.ts";
import { type AnswerReason, reasonOfNumber } from "./answer-reasons.ts";
import { isKnownByText, meaningOfText, saysSomething } from "./answer-texts.ts";
import { exceptionCatalogue, type RetryClass } from "./exception-catalogue.ts";
import type { ExceptionCode } from "./exception-codes.ts";
import { waitFromText } from "./wait-text.ts";

export type GraphOperation = keyof GraphPort;

export type FailureMeaning = {
  code: ExceptionCode;
  retry: RetryClass;
  /** What staff read beside the exception's own text. */
  reason?: AnswerReason;
  /** How long to wait before the next attempt, in seconds, where Meta's documents say so. */
  waitSeconds?: number;
  /** Whether a writing call may have taken effect all the same: only a reading can tell. */
  unsure: boolean;
};

/**
 * Codes and their meanings: Meta's error-codes page (documentation/business-messaging/whatsapp/support/error-codes, as
 * of 11 September 2026) and, where marked, its page on the errors of Embedded Signup (…/embedded-signup/errors, 24
 * February 2026).
 */
const meanings: Readonly<Record<number, ExceptionCode>> = {
  0: "TOKEN_INVALID",
  104: "TOKEN_INVALID",
  190: "TOKEN_INVALID",
  3: "PERMISSION_MISSING",
  10: "PERMISSION_MISSING",
  131005: "PERMISSION_MISSING",
  33: "UNCLASSIFIED",
  100: "UNCLASSIFIED",
  // A restricted account: Meta does not say which of the two, or why.
  368: "UNCLASSIFIED",
  131008: "UNCLASSIFIED",
  131009: "UNCLASSIFIED",
  1: "META_INCIDENT",
  2: "META_INCIDENT",
  131000: "META_INCIDENT",
  131016: "META_INCIDENT",
  131057: "MAINTENANCE",
  133004: "MAINTENANCE",
  2494100: "MAINTENANCE",
  4: "RATE_LIMIT",
  17: "RATE_LIMIT",
  613: "RATE_LIMIT",
  80007: "RATE_LIMIT",
  80008: "RATE_LIMIT",
  130429: "RATE_LIMIT",
  131042: "NO_FUNDING",
  133000: "SOURCE_NOT_READY",
  133005: "TWO_STEP_ON",
  133006: "VERIFICATION_EXPIRED",
  133008: "PIN_LOCKED",
  133009: "PIN_LOCKED",
  133010: "NOT_REGISTERED_AFTER_MOVE",
  131045: "NOT_REGISTERED_AFTER_MOVE",
  133015: "RECENTLY_DELETED",
  133016: "REGISTER_LIMIT",
  136024: "CODE_NOT_RECEIVED",
  136025: "CODE_NOT_RECEIVED",
  2388012: "ALREADY_HERE",
  2388019: "TEMPLATE_LIMIT",
  2388023: "ALREADY_HERE",
  // From Embedded Signup, like all those below.
  2494158: "CODE_ATTEMPTS_USED",
  2593037: "CODE_NOT_RECEIVED",
  // Meta could not check the code: that alone blocks nothing.
  2593039: "CODE_NOT_RECEIVED",
  // A restriction on the account that receives the number.
  2388107: "DESTINATION_NOT_APPROVED",
  2655089: "DESTINATION_NOT_APPROVED",
  3441040: "DESTINATION_NOT_APPROVED",
  // Shared with another partner, who must be removed first.
  2494028: "SOURCE_NOT_READY",
  2655049: "SOURCE_NOT_READY",
  3441030: "APP_NUMBER",
  1675004: "RATE_LIMIT",
  3441033: "RATE_LIMIT",
  3441046: "RATE_LIMIT",
};

/** Answers that do not show whether a writing call took effect. 2388023 says that it did, at some time. */
const unsureCodes = new Set([1, 131000, 2388023]);

const waits: Partial<Record<ExceptionCode, number>> = { RECENTLY_DELETED: 300, RATE_LIMIT: 300 };
/** Codes for which Meta's text may say how long to wait. */
const waitsFromText = new Set<ExceptionCode>(["PIN_LOCKED", "CODE_NOT_RECEIVED", "CODE_ATTEMPTS_USED"]);

/** Below it are Graph's own token subcodes, 458 to 492, and its 33: they refine their code and never replace it. */
export const leastSubcode = 1000;

/** The number that decides: an unknown subcode hides nothing. */
export function errorNumber(failure: GraphFailureDetails): number | undefined {
  const { code, subcode } = failure;
  return subcode !== undefined && isKnown(subcode, failure) ? subcode : code;
}

/** Whether Meta gives this number, as the code or as the subcode. */
export const names = ({ code, subcode }: GraphFailureDetails, number: number) =>
  code === number || subcode === number;

function isKnown(subcode: number, failure: GraphFailureDetails): boolean {
  const code = subcode < leastSubcode ? undefined : codeOfNumber(subcode, failure)?.code;
  return code !== undefined && code !== "UNCLASSIFIED";
}

/** `operation` matters only for codes that mean different things to different calls. */
export function meaningOf(failure: GraphFailureDetails, operation: GraphOperation): FailureMeaning {
  const { code, reason } = readFailure(failure, operation);
  const asText = waitsFromText.has(code) ? waitFromText(failure) : undefined;
  const wait = failure.retryAfterSeconds ?? waits[code] ?? asText;
  return {
    code,
    retry: exceptionCatalogue[code].retry,
    ...(reason === undefined ? {} : { reason }),
    ...(wait === undefined ? {} : { waitSeconds: wait }),
    unsure: isUnsure(failure),
  };
}

type Reading = { code: ExceptionCode; reason?: AnswerReason | undefined };

function readFailure(failure: GraphFailureDetails, operation: GraphOperation): Reading {
  if (failure.kind === "limited") return { code: "RATE_LIMIT" };
  if (failure.kind === "unproven") return { code: "PERMISSION_MISSING" };
  const number = errorNumber(failure);
  // Without an error object there is nothing to look up: the connection or the server is at fault.
  if (failure.kind === "lost" || failure.kind === "nonsense" || number === undefined)
    return { code: "META_INCIDENT" };
  if (number === 100 && failure.subcode === 33) return { code: "PERMISSION_MISSING" };
  // A locked account: at register the same number may mean a wrong PIN, so a person must check.
  if (number === 131031)
    return { code: operation === "register" ? "UNCLASSIFIED" : "DESTINATION_NOT_APPROVED" };
  const { code = "UNCLASSIFIED", reason } = codeOfNumber(number, failure) ?? {};
  // A subcode may add something where the code decides.
  const more = failure.subcode === undefined ? undefined : reasonOfNumber(failure.subcode);
  return { code, reason: reason ?? more ?? reasonOfNumber(number) };
}

function codeOfNumber(number: number, failure: GraphFailureDetails): Reading | undefined {
  const reported = isKnownByText(number) ? meaningOfText(number, failure) : null;
  if (reported) return reported;
  if (number >= 200 && number <= 299) return { code: "PERMISSION_MISSING" };
  const code = codeNumbers.has(number) ? codeOfCodes(failure) : meanings[number];
  return code === undefined ? undefined : { code };
}

/**
 * One of Meta's pages gives these numbers to a number that is not being moved, the other to a code that was not sent
 * or not checked, for a reason in the text. Adding the number again is right only in the first case, so an unknown
 * text, or a text about the code, leaves it where it is.
 */
const codeNumbers = new Set([2_388_091, 2_388_093]);

function codeOfCodes(failure: GraphFailureDetails): ExceptionCode {
  const isOfCode = names(failure, 136_024) || names(failure, 136_025) || saysSomething(failure);
  return isOfCode ? "CODE_NOT_RECEIVED" : "NOT_A_MIGRATION";
}

function isUnsure({ kind, code, subcode }: GraphFailureDetails): boolean {
  if (kind === "lost" || kind === "nonsense") return true;
  return [code, subcode].some((number) => number !== undefined && unsureCodes.has(number));
}
