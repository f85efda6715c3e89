/** Redacts no more of a text, however long, than is kept. */

/** Longer than any token, number or address. */
const longestSecret = 2048;

/**
 * The first `kept` characters of the redacted text. The last piece is left out, because the end of the reading may cut
 * a secret in half and hide its shape. `longest`: the longest secret that `redact` looks for.
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
