/** Makes text and JSON storable: jsonb refuses NUL and half a character, and with them the whole row. */

const control = /[^\P{Cc}\t\n\r]/gu;

/** Puts U+FFFD for each control character except tabs and line breaks, and for each half of a character. */
export function sanitizeText(text: string): string {
  return text.replace(control, "\uFFFD").toWellFormed();
}

/** The same for every text in a JSON value, names included. Throws RangeError if the value is nested too deep. */
export function sanitizeJson(value: unknown): unknown {
  if (typeof value === "string") return sanitizeText(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(sanitizeJson);
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [sanitizeText(name), sanitizeJson(inner)]),
  );
}
