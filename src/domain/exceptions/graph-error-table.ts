/** What an answer of Meta means for the desk: by code, then by subcode, and where these say several things by the text. */
import type { GraphFailureDetails } from "../graph/graph-failure.ts";
import type { GraphPort } from "../graph/graph-port.ts";
import { isToldByText, meaningOfText } from "./answer-texts.ts";
import { exceptionCatalogue, type RetryClass } from "./exception-catalogue.ts";
import type { ExceptionCode } from "./exception-codes.ts";

export type GraphOperation = keyof GraphPort;

export type FailureMeaning = {
  code: ExceptionCode;
  retry: RetryClass;
  /** How long to stay away before the next attempt, in seconds, where Meta's documents say so. */
  waitSeconds?: number;
  /** Whether a writing call may have had its effect all the same: only a reading can tell. */
  unsure: boolean;
};

/** Codes with what they mean; the section on errors of Meta's facts, row by row. */
const meanings: Readonly<Record<number, ExceptionCode>> = {
  0: "TOKEN_INVALID",
  104: "TOKEN_INVALID",
  190: "TOKEN_INVALID",
  3: "PERMISSION_MISSING",
  10: "PERMISSION_MISSING",
  131005: "PERMISSION_MISSING",
  33: "UNCLASSIFIED",
  100: "UNCLASSIFIED",
  // A restricted account: Meta does not say which of the two, nor for what.
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
  2388091: "NOT_A_MIGRATION",
  2388093: "NOT_A_MIGRATION",
  2494158: "CODE_ATTEMPTS_USED",
  2593037: "CODE_NOT_RECEIVED",
  2593039: "CODE_ATTEMPTS_USED",
};

/** Answers that leave open whether a writing call took effect. 2388023 says that it did, at some time. */
const unsureCodes = new Set([1, 131000, 2388023]);

const waits: Partial<Record<ExceptionCode, number>> = { RECENTLY_DELETED: 300, RATE_LIMIT: 300 };

/** The number by which the table is entered: 2388xxx and its like come as code or as subcode. */
export function errorNumber({ code, subcode }: GraphFailureDetails): number | undefined {
  return subcode !== undefined && subcode >= 2_388_000 ? subcode : code;
}

/** `operation` decides nothing but the reading of codes that mean different things to different calls. */
export function meaningOf(failure: GraphFailureDetails, operation: GraphOperation): FailureMeaning {
  const code = codeOf(failure, operation);
  const wait =
    failure.retryAfterSeconds ?? waits[code] ?? (code === "PIN_LOCKED" ? waitInWords(failure) : undefined);
  return {
    code,
    retry: exceptionCatalogue[code].retry,
    ...(wait === undefined ? {} : { waitSeconds: wait }),
    unsure: isUnsure(failure),
  };
}

function codeOf(failure: GraphFailureDetails, operation: GraphOperation): ExceptionCode {
  if (failure.kind === "limited") return "RATE_LIMIT";
  const number = errorNumber(failure);
  // Without an error object there is nothing to look up: the line or the server is at fault.
  if (failure.kind === "lost" || failure.kind === "nonsense" || number === undefined) return "META_INCIDENT";
  if (isToldByText(number)) return meaningOfText(number, failure.title, failure.details) ?? "UNCLASSIFIED";
  if (number === 100 && failure.subcode === 33) return "PERMISSION_MISSING";
  if (number >= 200 && number <= 299) return "PERMISSION_MISSING";
  // A locked account: at register the same number may mean a wrong PIN, so that a person must look.
  if (number === 131031) return operation === "register" ? "UNCLASSIFIED" : "DESTINATION_NOT_APPROVED";
  return meanings[number] ?? "UNCLASSIFIED";
}

const units: readonly [RegExp, number][] = [
  [/(\d{1,6})\s*sec/i, 1],
  [/(\d{1,5})\s*min/i, 60],
  [/(\d{1,3})\s*h(ou)?r/i, 3600],
];

/** How long to stay away after wrong PINs: Meta says it in the details alone. */
function waitInWords({ details = "" }: GraphFailureDetails): number | undefined {
  for (const [pattern, seconds] of units) {
    const [, count] = pattern.exec(details) ?? [];
    if (count !== undefined) return Number(count) * seconds;
  }
  return undefined;
}

function isUnsure(failure: GraphFailureDetails): boolean {
  if (failure.kind === "lost" || failure.kind === "nonsense") return true;
  const number = errorNumber(failure);
  return number !== undefined && unsureCodes.has(number);
}
