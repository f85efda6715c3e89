/** JSON as Meta writes it: a whole number too long for JavaScript, such as an id, keeps every digit and becomes text. */

/** Only such a text can hold one: Number.MAX_SAFE_INTEGER has sixteen digits. */
const longNumber = /\d{16}/;

/** Throws SyntaxError for what is not JSON, RangeError for what is nested too deep. */
export function parseJson(text: string): unknown {
  return longNumber.test(text) ? JSON.parse(text, keepDigits) : JSON.parse(text);
}

/** `context`: Node from 21 on, Deno and today's browsers give it (ECMAScript proposal "JSON.parse source text access"). */
function keepDigits(_name: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== "number" || Number.isSafeInteger(value)) return value;
  const source = context?.source ?? "";
  return /^-?\d+$/.test(source) ? source : value;
}
