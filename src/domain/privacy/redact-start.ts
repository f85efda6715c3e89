/** Of a text of any length no more is redacted than is kept. */

/** Longer than any token, number or address. */
const longestSecret = 2048;

/**
 * The first `kept` characters of the redacted text. A secret that is cut in half where the reading ends is not known by its
 * shape any more: the last piece, in which it may be, is left out. `longest`: the longest secret that `redact` looks for.
 */
export function redactStart(
  text: string,
  kept: number,
  redact: (text: string) => string,
  longest: number = longestSecret,
): string {
  const margin = Math.max(longest, longestSecret);
  const read = kept + 2 * margin;
  if (text.length <= read) return redact(text).slice(0, kept);
  const start = redact(text.slice(0, read));
  return start.slice(0, Math.min(kept, Math.max(0, start.length - margin)));
}
