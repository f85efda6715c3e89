/** Answers that say several things by one number: only their text tells them apart, and an unheard text is no guess. */
import type { ExceptionCode } from "./exception-codes.ts";

type Meaning = readonly [pattern: RegExp, code: ExceptionCode];

/** In small letters, without quotation marks. Each pattern is the whole statement: a word in passing says nothing. */
const migration: readonly Meaning[] = [
  [/\bmessaging for request\b[^.]*? (was|is|has|have) not (been |yet )?accepted\b/, "MESSAGING_FOR_PENDING"],
  [
    /\bwebhooks? (are|is|have|has) not (been )?set[ -]?up( (on|for|at) (the|your) destination\b|\.|$)/,
    "NO_WEBHOOK_ON_DESTINATION",
  ],
  [
    /\bnumber (does not need to be migrated\b|can (simply|directly) be added\b|can be added (simply|directly)\b)/,
    "ADD_DIRECTLY",
  ],
  [
    /\bdisplay name( of [\w ]+)? (is|was|has) not (been |yet )*(present|approved)\b|\bmust have a display name that is present and approved\b/,
    "NAME_NOT_APPROVED",
  ],
  [/\bbelongs to a different business( manager| portfolio)?\b/, "DIFFERENT_BUSINESS"],
  [/^no payment (account|method)\b|\b(has|have) no payment (account|method)\b/, "NO_FUNDING"],
  [
    /\bsource (whatsapp business )?account( of [\w ]+?)? (is not set[ -]?up|has not (been set[ -]?up|finished its set-?up))\b/,
    "SOURCE_NOT_READY",
  ],
  [
    /\bdestination (whatsapp business )?account (is|was|has) not (been |yet )*approved\b/,
    "DESTINATION_NOT_APPROVED",
  ],
];

/** The only answer of 2388103 after which to try again, so nothing else may be said beside it. */
const anyMigrationError = /^migration error$|^something went wrong while migrating\b/;

/** Why a number cannot be added, as far as the desk knows a reason: in the app, for tests alone, no room. */
const cannotAdd: readonly Meaning[] = [
  [/\b(is|are) (in use|used|registered) (in|on|with) the whatsapp business app\b/, "APP_NUMBER"],
  [/^test numbers cannot be (migrated|added)\b|\bnumber is a test number\b/, "APP_NUMBER"],
  [/\baccount has reached (its|the) (maximum number|limit) of phone numbers\b/, "DESTINATION_NOT_APPROVED"],
];

/** Of the two that share the number, what to do about a number that is registered elsewhere is a person's to see. */
const notProvisioned: readonly Meaning[] = [
  [/\bdisplay name( of [\w ]+)? (is|was|has) not (been |yet )*(provisioned|ready)\b/, "NAME_PROVISIONING"],
];

const meanings: Readonly<Record<number, readonly Meaning[]>> = {
  200000: cannotAdd,
  2388001: notProvisioned,
  2388002: cannotAdd,
  2388103: migration,
  2388107: cannotAdd,
};

export const isToldByText = (errorNumber: number) => errorNumber in meanings;

/** null for a text that nobody has described. */
export function meaningOfText(
  errorNumber: number,
  title: string | undefined,
  details: string | undefined,
): ExceptionCode | null {
  const texts = [title, details].filter((text) => text !== undefined).map(plain);
  // The title first: a text may mention in passing what another variant is about.
  for (const text of texts) {
    const meaning = meanings[errorNumber]?.find(([pattern]) => pattern.test(text));
    if (meaning) return meaning[1];
  }
  const isAny = errorNumber === 2_388_103 && texts.length > 0;
  return isAny && texts.every((text) => anyMigrationError.test(text)) ? "META_INCIDENT" : null;
}

const plain = (text: string) =>
  text
    .toLowerCase()
    .replaceAll(/["'“”«»]/g, "")
    .replaceAll(/\s+/g, " ")
    .trim();
