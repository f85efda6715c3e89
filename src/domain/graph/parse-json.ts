/** Reads JSON as Meta writes it: an integer too long for JavaScript, e.g. an id, keeps every digit as text. */

/** Only such a text can hold one: Number.MAX_SAFE_INTEGER has sixteen digits. */
const longNumber = /\d{16}/;

/** Throws SyntaxError for what is not JSON, RangeError for what is nested too deeply. */
export function parseJson(text: string): unknown {
  return longNumber.test(text) ? JSON.parse(text, keepDigits) : JSON.parse(text);
}

/** `context`: available in Node from 21, in Deno and today's browsers (ECMAScript "JSON.parse source text access"). */
function keepDigits(_name: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== "number" || Number.isSafeInteger(value)) return value;
  const source = context?.source ?? "";
  return /^-?\d+$/.test(source) ? source : value;
}
