/** How long Meta asks us to wait, where it says so in words: "2 hours 30 minutes" is one wait. */
import type { GraphErrorTexts } from "../graph/graph-failure.ts";

/** Meta leaves the units in English even in other languages (a public log of 26 July 2026), or close to it, as here. */
const units: readonly [RegExp, number][] = [
  [/^d/i, 86_400],
  [/^h/i, 3600],
  [/^m/i, 60],
  [/^s/i, 1],
];
const part = String.raw`\d{1,6} ?(?:days?|d[ií]as?|hours?|hrs?|horas?|h|minut[eo]s?|mins?|seconds?|secs?|segundos?)\b`;
const run = new RegExp(`${part}(?:(?:,| and| e| y)? ?${part})*`, "gi");
const longest = 7 * 86_400;

/** undefined where none is given. The details are the best source; of several waits in one text the longest is safe. */
export function waitFromText({ details, userMessage, title, message }: GraphErrorTexts): number | undefined {
  for (const text of [details, userMessage, title, message]) {
    const waits = (text?.match(run) ?? []).map(secondsIn).filter((seconds) => seconds > 0);
    if (waits.length > 0) return Math.min(longest, Math.max(...waits));
  }
  return undefined;
}

function secondsIn(words: string): number {
  return [...words.matchAll(/(\d+) ?(\p{L}+)/gu)].reduce((sum, [, count = "0", unit = ""]) => {
    const [, seconds = 0] = units.find(([pattern]) => pattern.test(unit)) ?? [];
    return sum + Number(count) * seconds;
  }, 0);
}
