/**
 * `npm run bench`: measures Portdesk, prints one table of figures beside their references, and fails if one misses its
 * mark. `--only reads,tick` chooses parts, `--requests N` limits the size of the databases, `--minutes N` sets how long
 * the parts that may take any time measure.
 */
import { parseArgs } from "node:util";
import { audit } from "./audit.ts";
import { browser } from "./browser.ts";
import { commands } from "./commands.ts";
import { csvExport } from "./export.ts";
import { fairness } from "./fairness.ts";
import { isMissed, tableOf } from "./judge.ts";
import { load } from "./load.ts";
import type { Figure, Part } from "./part.ts";
import { readings } from "./readings.ts";
import { reads } from "./reads.ts";
import { createScaleDatabases } from "./scale-databases.ts";
import { tick } from "./tick.ts";
import { webhooks } from "./webhooks.ts";

/** In this order: those that share the filled databases first. */
const parts: Record<string, Part> = {
  reads,
  tick,
  commands,
  export: csvExport,
  readings,
  webhooks,
  fairness,
  audit,
  load,
  browser,
};
const allSizes = [10_000, 100_000, 1_000_000];

const { values } = parseArgs({
  options: {
    only: { type: "string", default: Object.keys(parts).join(",") },
    requests: { type: "string", default: "1000000" },
    minutes: { type: "string", default: "1" },
  },
});

function wholeNumber(name: string, text: string, least: number): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < least)
    throw new Error(`--${name} takes a whole number from ${least} on, not ${text}`);
  return number;
}

const chosen = values.only.split(",").map((name): [string, Part] => {
  const part = parts[name];
  if (!part) throw new Error(`No part is called ${name}; there are ${Object.keys(parts).join(", ")}`);
  return [name, part];
});
const most = wholeNumber("requests", values.requests, 10_000);
const minutes = wholeNumber("minutes", values.minutes, 1);

const log = (line: string) => console.log(`  ${line}`);
const databases = createScaleDatabases(log);
const signals = ["SIGINT", "SIGTERM"] as const;
for (const signal of signals) process.once(signal, () => void databases.stop().then(() => process.exit(130)));

const figures: (Figure & { part: string })[] = [];
const broken: string[] = [];
try {
  for (const [name, part] of chosen) {
    console.log(name);
    try {
      const sizes = allSizes.filter((size) => size <= most);
      for (const one of await part({ sizes, scale: databases.open, fill: databases.fill, minutes, log }))
        figures.push({ part: name, ...one });
    } catch (error) {
      // The figures of the other parts are still worth having.
      console.log(error);
      broken.push(name);
    }
  }
} finally {
  await databases.stop();
}
const missed = figures.filter(isMissed);
console.log(`\n${tableOf(figures)}\n`);
if (broken.length > 0) console.log(`Broke off: ${broken.join(", ")}`);
console.log(`${figures.length} figures, ${missed.length} beyond their marks`);
process.exitCode = missed.length + broken.length > 0 ? 1 : 0;
