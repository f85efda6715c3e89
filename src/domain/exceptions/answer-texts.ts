/** Tells apart answers that share one number but differ in their text; it never guesses at an unknown text. */
import type { GraphErrorTexts } from "../graph/graph-failure.ts";
import type { AnswerReason } from "./answer-reasons.ts";
import type { ExceptionCode } from "./exception-codes.ts";
import { meaningOfWhole, migrationTexts } from "./migration-texts.ts";

/** The pattern is in lower case, without quotation marks; `reason`: what staff read beside the exception. */
export type TextMeaning = readonly [pattern: RegExp, code: ExceptionCode, reason?: AnswerReason];

const twoStep = String.raw`two[- ](?:step|factor)(?: (?:authentication|verification|auth|pin))?`;

/**
 * The former provider's two-step verification. Meta's older error page
 * (docs/whatsapp/business-management-api/error-codes) says to disable it; a public report has it at `register`:
 * 2388001, with a title about a certificate.
 */
const twoStepTexts: readonly TextMeaning[] = [
  [
    new RegExp(
      `\\b${twoStep} (?:must be|has to be|needs to be|should be) (?:disabled|turned off|switched off)\\b`,
    ),
    "TWO_STEP_ON",
    "two_step_certificate",
  ],
  [
    new RegExp(
      `\\b${twoStep} is (?:still |currently |already )?(?:on|enabled|active|turned on|switched on)\\b`,
    ),
    "TWO_STEP_ON",
    "two_step_certificate",
  ],
  [
    new RegExp(`(?:^|[.:,] |please )(?:disable|turn off|switch off) (?:the |your )?${twoStep}\\b`),
    "TWO_STEP_ON",
    "two_step_certificate",
  ],
];

/**
 * Meta's page on the errors of Embedded Signup (24 February 2026); a public runbook has it at `register` as 2388001
 * with the title "Cannot Create Certificate".
 */
const existingAccount: readonly TextMeaning[] = [
  [/\bnumber is registered to an existing whatsapp account\b/, "APP_NUMBER", "existing_account"],
];

/** One public report of `register`, where only the details say so; the wording is not established. */
const paymentTexts: readonly TextMeaning[] = [
  [
    /\b(?:no|not have an?|without an?|add an?|needs an?|requires an?|missing an?)(?: valid| active)? payment method\b/,
    "NO_FUNDING",
    "payment_missing",
  ],
  [
    /\bpayment method (?:is |has )?(?:missing|required|not (?:been )?(?:set up|set|added|configured))\b/,
    "NO_FUNDING",
    "payment_missing",
  ],
];

/** Meta's page on the errors of Embedded Signup (24 February 2026), "Phone setup errors". */
const cannotAdd: readonly TextMeaning[] = [
  [/\balready linked the maximum number of phone numbers\b/, "DESTINATION_NOT_APPROVED", "number_limit"],
  [/\balready exists in your list of phone numbers\b/, "ALREADY_HERE"],
  ...existingAccount,
];

/** According to a third party, not Meta. */
const notProvisioned: readonly TextMeaning[] = [
  [/\bdisplay name( of [\w ]+)? (is|was|has) not (been |yet )*(provisioned|ready)\b/, "NAME_PROVISIONING"],
];

/**
 * For codes that were not sent or not checked: the same page, "Phone verification errors"; for the number that is not
 * being moved: Meta's error-codes page (11 September 2026).
 */
const codeTexts: readonly TextMeaning[] = [
  [
    /\brequested (?:your|a) (?:verification )?code too many times\b/,
    "CODE_ATTEMPTS_USED",
    "code_requested_too_often",
  ],
  [/\btried to register this number too many times\b/, "CODE_ATTEMPTS_USED", "code_requested_too_often"],
  [/\bguessed too many times\b/, "CODE_ATTEMPTS_USED", "code_guessed_too_often"],
  [/\b(?:ownership|number) is already verified\b/, "CODE_NOT_RECEIVED", "already_verified"],
  [/\bsince it is not being migrated\b/, "NOT_A_MIGRATION", "not_being_moved"],
  [
    /\bownership verification apis are not available for this use case\b/,
    "NOT_A_MIGRATION",
    "not_being_moved",
  ],
];

const meanings: Readonly<Record<number, readonly TextMeaning[]>> = {
  100: [...paymentTexts, ...twoStepTexts, ...existingAccount],
  136024: codeTexts,
  136025: codeTexts,
  200000: cannotAdd,
  2388001: [...twoStepTexts, ...existingAccount, ...notProvisioned],
  2388002: cannotAdd,
  2388091: codeTexts,
  2388093: codeTexts,
  2388103: migrationTexts,
  2593037: codeTexts,
  2593039: codeTexts,
};

export const isKnownByText = (errorNumber: number) => errorNumber in meanings;

/** null for an unknown text. */
export function meaningOfText(
  errorNumber: number,
  said: GraphErrorTexts,
): { code: ExceptionCode; reason?: AnswerReason } | null {
  const texts = textsOf(said);
  // The title comes first: a text may mention in passing the subject of another variant.
  for (const text of texts) {
    const meaning = meanings[errorNumber]?.find(([pattern]) => pattern.test(text));
    if (meaning) return { code: meaning[1], ...(meaning[2] === undefined ? {} : { reason: meaning[2] }) };
  }
  const code = errorNumber === 2_388_103 ? meaningOfWhole(texts) : null;
  return code === null ? null : { code };
}

/** Whether Meta says more than the name of the call's error. */
export const saysSomething = (said: GraphErrorTexts) => textsOf(said).length > 0;

/** What Meta writes in `message` in every case. */
const headings = new Set([
  "",
  "invalid parameter",
  "an unknown error",
  "an unknown error occurred",
  "request code error",
  "verify code error",
]);

function textsOf({ title, userMessage, details, message }: GraphErrorTexts): string[] {
  return [title, userMessage, details, message]
    .filter((text) => text !== undefined)
    .map(plain)
    .filter((text) => !headings.has(text));
}

const plain = (text: string) =>
  text
    .toLowerCase()
    .replaceAll(/["'`“”‘’«»]/g, "")
    .replaceAll(/\s+/g, " ")
    .trim()
    .replace(/^\(#\d+\) /, "");
