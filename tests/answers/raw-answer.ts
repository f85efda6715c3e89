/**
 * The oracle's own reading of Meta's answers: the text as it came, without the client's schemas and tables. If a
 * member is repeated the last one counts, as JSON.parse does everywhere.
 */
import type { Exchange } from "./wire.ts";

/** What an answer says: the JSON of a 2xx without an error in it; undefined where it says nothing. */
export function sayingOf({ answer }: Exchange): unknown {
  if (!answer || answer.status < 200 || answer.status > 299) return undefined;
  try {
    const body: unknown = JSON.parse(answer.text.replace(/^\uFEFF/, ""), wholeNumber);
    return member(body, "error") === undefined ? body : undefined;
  } catch {
    return undefined;
  }
}

/** A whole number too large for JavaScript, as its original digits. */
function wholeNumber(_name: string, value: unknown, { source = "" }: { source?: string } = {}): unknown {
  return typeof value === "number" && !Number.isSafeInteger(value) && /^-?\d+$/.test(source) ? source : value;
}

/** An own member, or an item; undefined where there is none. */
export function member(value: unknown, ...path: (string | number)[]): unknown {
  return path.reduce<unknown>((inner, key) => {
    const holds = typeof inner === "object" && inner !== null && Object.hasOwn(inner, key);
    return holds ? Object.getOwnPropertyDescriptor(inner, key)?.value : undefined;
  }, value);
}

/** A list; empty where the value is not one. */
export function items(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Graph ids are digits in quotes, or numbers too large for JavaScript. */
export const isId = (value: unknown): value is string => typeof value === "string" && /^\d+$/.test(value);

/** What the answers to one request say, in order, without those that say nothing. */
export function sayings(exchanges: readonly Exchange[], method: "GET" | "POST", path: string): unknown[] {
  return exchanges
    .filter((one) => one.method === method && one.path === path)
    .map(sayingOf)
    .filter((saying) => saying !== undefined);
}

export function saysSuccess(exchanges: readonly Exchange[], path: string): boolean {
  return sayings(exchanges, "POST", path).some((saying) => member(saying, "success") === true);
}

/** Readings of that very object. */
export function readingsOf(exchanges: readonly Exchange[], id: string | null): unknown[] {
  return sayings(exchanges, "GET", `/${id}`).filter((saying) => id !== null && member(saying, "id") === id);
}

/** Every reading of the list from its first page to one that names no next; half a list does not count. */
export function listingsOf(exchanges: readonly Exchange[], path: string): (readonly unknown[])[] {
  const whole: (readonly unknown[])[] = [];
  let open: unknown[] | null = null;
  for (const exchange of exchanges.filter((one) => one.method === "GET" && one.path === path)) {
    const saying = sayingOf(exchange);
    const data = member(saying, "data");
    const before: unknown[] | null = exchange.after === null ? [] : open;
    open = before && Array.isArray(data) ? [...before, ...items(data)] : null;
    if (open && (member(saying, "paging", "next") ?? null) === null) {
      whole.push(open);
      open = null;
    }
  }
  return whole;
}

const plainText = (text: string) => text.replaceAll(/[^\P{Cc}\t\n\r]/gu, "\uFFFD").toWellFormed();

/** As the project keeps it: what the database refuses becomes U+FFFD, in texts and in names. */
export function plain(value: unknown): unknown {
  if (typeof value === "string") return plainText(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [plainText(name), plain(inner)]));
}

/** Whether a stored value is the one that Meta sent. */
export function isKeptAs(kept: unknown, said: unknown): boolean {
  return kept === said || (typeof said === "string" && kept === plain(said));
}

/** Whether a number as Meta displays it is ours. */
export const isNumber = (shown: unknown, e164: string): boolean =>
  typeof shown === "string" && `+${shown.replaceAll(/\D/g, "")}` === e164;
