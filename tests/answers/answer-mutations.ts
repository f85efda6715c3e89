/** Spoils an answer as a whole: another status, no JSON, half of it, twice, an error, no answer at all. */
import { valueMutations } from "./value-mutations.ts";
import type { Mutation, WireAnswer } from "./wire.ts";

const statuses = [201, 202, 203, 204, 206, 301, 302, 304, 307, 400, 401, 403, 404, 429, 500, 502, 503];

/** Entries of the error table: some say it happened already, some leave it open, some say no. */
const errors: readonly [code: number, subcode?: number][] = [
  [1],
  [2],
  [4],
  [10],
  [100],
  [100, 33],
  [100, 2_388_012],
  [100, 2_388_023],
  [190],
  [131_000],
  [133_005],
  [133_016],
  [136_024],
  [2_388_012],
  [2_388_023],
  [999_999],
];

const texts: readonly [name: string, text: (answer: WireAnswer) => string][] = [
  ["empty", () => ""],
  ["blank", () => " \n"],
  ["truncated by half", ({ text }) => text.slice(0, text.length / 2)],
  ["without its last character", ({ text }) => text.slice(0, -1)],
  ["its first character", ({ text }) => text.slice(0, 1)],
  ["twice", ({ text }) => text + text],
  ["twice, by lines", ({ text }) => `${text}\n${text}`],
  ["in a text", ({ text }) => JSON.stringify(text)],
  ["in a list", ({ text }) => `[${text}]`],
  ["as data", ({ text }) => `{"data":${text}}`],
  ["with BOM", ({ text }) => `\uFEFF${text}`],
  ["with NUL", ({ text }) => `${text}\u0000`],
  ["after a guard", ({ text }) => `for (;;);${text}`],
  ["in single quotes", ({ text }) => text.replaceAll('"', "'")],
  ["with a comma too many", ({ text }) => text.replace(/[}\]]$/, ",$&")],
  ["HTML", () => "<!doctype html><title>Error</title><h1>Sorry</h1>"],
  ["HTML around it", ({ text }) => `<pre>${text}</pre>`],
];

const whole: readonly Mutation[] = [
  ...statuses.map((status) => ({
    name: `status ${status}`,
    apply: ({ text }: WireAnswer) => ({ status, text }),
  })),
  ...texts.map(([name, text]) => ({
    name,
    apply: (answer: WireAnswer) => ({ status: answer.status, text: text(answer) }),
  })),
  { name: "HTML with 502", apply: () => ({ status: 502, text: "<h1>Bad gateway</h1>" }) },
  { name: "no answer", apply: () => null },
  ...errors.flatMap(([code, subcode]) =>
    [200, 400].map((status) => ({
      name: `error ${code}${subcode === undefined ? "" : `/${subcode}`} with ${status}`,
      apply: () => ({ status, text: errorText(code, subcode) }),
    })),
  ),
];

function errorText(code: number, subcode: number | undefined): string {
  const error = { code, message: "Error", type: "OAuthException", fbtrace_id: "AbC" };
  return JSON.stringify({ error: subcode === undefined ? error : { ...error, error_subcode: subcode } });
}

/** All mutations, in a fixed order. `ids`: of objects that exist. */
export function mutationsOf({ text }: WireAnswer, ids: readonly string[]): Mutation[] {
  return [...whole, ...valueMutations(text, ids)];
}
