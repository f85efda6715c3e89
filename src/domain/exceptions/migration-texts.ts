/**
 * The nine meanings of 2388103, by their distinctive words on Meta's error-codes page
 * (documentation/business-messaging/whatsapp/support/error-codes, "Phone migration errors", as of 11 September 2026).
 */
import type { ExceptionCode } from "./exception-codes.ts";

/**
 * In lower case, without quotation marks. Source and destination, or an account and a request about it, differ in one
 * word: a pattern names the subject of "must be approved".
 */
export const migrationTexts: readonly (readonly [pattern: RegExp, code: ExceptionCode])[] = [
  [/\bmessaging for request must be approved\b/, "MESSAGING_FOR_PENDING"],
  [/\bwebhooks have not been set up for the destination\b/, "NO_WEBHOOK_ON_DESTINATION"],
  [/(^|[.:] )please add this phone number in your whatsapp account([.:]|$)/, "ADD_DIRECTLY"],
  [/\bphone number is eligible to be added directly\b/, "ADD_DIRECTLY"],
  [/\bregistered name should be present and approved\b/, "NAME_NOT_APPROVED"],
  [/\bmust have an approved display name\b/, "NAME_NOT_APPROVED"],
  [/\baccount that this phone number is registered with is not set up correctly\b/, "SOURCE_NOT_READY"],
  [/\bsource whatsapp business account must be approved\b/, "SOURCE_NOT_READY"],
  [/\baccount does not have a payment account\b/, "NO_FUNDING"],
  [/\bmust have an active credit line\b/, "NO_FUNDING"],
  [/\bbelongs to a different business (manager|portfolio)\b/, "DIFFERENT_BUSINESS"],
  [/\bsource and destination wabas must represent the same business\b/, "DIFFERENT_BUSINESS"],
  [/(^|[.:] )your whatsapp account must be approved([.:]|$)/, "DESTINATION_NOT_APPROVED"],
  [/\bdestination whatsapp business account must be approved\b/, "DESTINATION_NOT_APPROVED"],
];

const title = /^cannot migrate phone number$/;
const incident =
  /^(there was an error migrating this phone number|something went wrong when trying to migrate your phone number)$/;
const afterIncident = /^(please )?try again( later| after some time)?$/;

/** Meanings that hold only if Meta says nothing else: one is retried, the other is the text of a heading. */
export function meaningOfWhole(texts: readonly string[]): ExceptionCode | null {
  const sentences = texts
    .flatMap((text) => text.split(/[.:!;]+(?:\s|$)| [-–] /))
    .map((one) => one.replace(/^[-–] /, "").trim());
  const said = sentences.filter((one) => one !== "" && !title.test(one));
  // Meta's page gives this heading to one variant only, the one about webhooks.
  if (said.length === 0) return sentences.some((one) => title.test(one)) ? "NO_WEBHOOK_ON_DESTINATION" : null;
  const isIncident = said.every((one) => incident.test(one) || afterIncident.test(one));
  return isIncident && said.some((one) => incident.test(one)) ? "META_INCIDENT" : null;
}
