/** Text and JSON as the database takes them: jsonb refuses NUL and half of a character, and the row that holds them. */

const control = /[^\P{Cc}\t\n\r]/gu;

/** U+FFFD for each control character but tabs and ends of lines, and for each half of a character. */
export function sanitizeText(text: string): string {
  return text.replace(control, "\uFFFD").toWellFormed();
}

/** The same for every text in a JSON value, names included. Throws RangeError for what is nested too deep. */
export function sanitizeJson(value: unknown): unknown {
  if (typeof value === "string") return sanitizeText(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(sanitizeJson);
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [sanitizeText(name), sanitizeJson(inner)]),
  );
}
