/** Writes one text for one value, by RFC 8785: keys in UTF-16 order, no spaces, numbers as JavaScript writes them. */

/** Deeper than any proof: anything nested deeper is not a proof, and must not exhaust the stack. */
const deepest = 32;

/** Throws TypeError for what JSON or RFC 8785 cannot hold, and for a value nested too deeply. */
export function canonicalJson(value: unknown): string {
  return write(value, 0, "");
}

/** The same key order, in a readable layout; ends with a line break. */
export function readableJson(value: unknown): string {
  return `${write(value, 0, "  ")}\n`;
}

/** `indent`: the indentation of one level; empty for one line without spaces. */
function write(value: unknown, depth: number, indent: string): string {
  if (depth > deepest) throw new TypeError("nested too deeply");
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "string") return writeText(value);
  if (typeof value === "number" && Number.isFinite(value)) return JSON.stringify(value);
  if (typeof value !== "object") throw new TypeError(`${typeof value} is not JSON`);
  const inner = (part: unknown) => write(part, depth + 1, indent);
  if (Array.isArray(value)) return enclose("[", value.map(inner), "]", depth, indent);
  const colon = indent === "" ? ":" : ": ";
  // A program that reads such a file into objects would lose the key, or misread it.
  if (Object.hasOwn(value, "__proto__")) throw new TypeError("a key that objects cannot hold");
  const members = Object.entries(value)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, part]) => `${writeText(key)}${colon}${inner(part)}`);
  return enclose("{", members, "}", depth, indent);
}

/** Half of a UTF-16 pair is not a character: RFC 8785 refuses it. */
function writeText(text: string): string {
  if (!text.isWellFormed()) throw new TypeError("a text with half a character");
  return JSON.stringify(text);
}

function enclose(
  open: string,
  parts: readonly string[],
  close: string,
  depth: number,
  indent: string,
): string {
  if (parts.length === 0 || indent === "") return `${open}${parts.join(",")}${close}`;
  const inside = `\n${indent.repeat(depth + 1)}`;
  return `${open}${inside}${parts.join(`,${inside}`)}\n${indent.repeat(depth)}${close}`;
}
