/** One text for one value: keys in the order of their UTF-16 units, no spaces, numbers as JavaScript writes them (RFC 8785). */

/** Deeper than any proof: what is nested beyond it is no proof, and must not exhaust the stack. */
const deepest = 32;

/** Throws TypeError for what JSON cannot hold, and for a value nested too deeply. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(ordered(value, 0));
}

/** The same order of keys, laid out for people; ends with a line break. */
export function readableJson(value: unknown): string {
  return `${JSON.stringify(ordered(value, 0), null, 2)}\n`;
}

function ordered(value: unknown, depth: number): unknown {
  if (depth > deepest) throw new TypeError("nested too deeply");
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  if (Array.isArray(value)) return value.map((item) => ordered(item, depth + 1));
  if (typeof value !== "object") throw new TypeError(`${typeof value} is not JSON`);
  const keys = Object.keys(value).toSorted();
  // JavaScript puts keys that look like numbers first, whatever order is asked for; no proof has any.
  if (keys.some((key) => /^\d+$|^__proto__$/.test(key)))
    throw new TypeError("a key that cannot be put in order");
  const inner = new Map<string, unknown>(Object.entries(value));
  return Object.fromEntries(keys.map((key) => [key, ordered(inner.get(key), depth + 1)]));
}
