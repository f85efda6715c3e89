/** Error 2388103 says nine things by one number: only its text tells them apart. */
import type { ExceptionCode } from "./exception-codes.ts";

const meanings: readonly [RegExp, ExceptionCode][] = [
  [/messaging for/i, "MESSAGING_FOR_PENDING"],
  [/webhooks?\b.*\bnot (been )?set ?up/i, "NO_WEBHOOK_ON_DESTINATION"],
  [/(simply|directly) (be )?added|added directly/i, "ADD_DIRECTLY"],
  [/display name/i, "NAME_NOT_APPROVED"],
  [/different business/i, "DIFFERENT_BUSINESS"],
  [/no payment|payment (account|method)/i, "NO_FUNDING"],
  [/source\b.*\bnot\b.*\bset[ -]?up/i, "SOURCE_NOT_READY"],
  [/destination\b.*\bnot\b.*\bapproved/i, "DESTINATION_NOT_APPROVED"],
  [/^migration error\b|something went wrong while migrating/i, "META_INCIDENT"],
];

/** What the title and the text mean; null for a variant that nobody has described. */
export function meaningOfMigrationText(
  title: string | undefined,
  details: string | undefined,
): ExceptionCode | null {
  const texts = [title, details].filter((text) => text !== undefined);
  // The title first: a text may mention in passing what another variant is about.
  for (const text of texts) {
    const meaning = meanings.find(([pattern]) => pattern.test(text));
    if (meaning) return meaning[1];
  }
  return null;
}
