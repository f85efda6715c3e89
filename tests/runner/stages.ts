/** The stages of a test run: what each one executes and how its outcome becomes totals. */
import { readFileSync } from "node:fs";
import { judge, playwrightTotals, type Totals, vitestTotals } from "./test-totals.ts";

export type Stage = {
  name: string;
  /** The command and its arguments, given a path where the runner may leave its JSON report. */
  command: (report: string) => string[];
  environment?: (report: string) => Record<string, string>;
  totals: (exitCode: number, report: string) => Totals;
};

const readReport = (path: string): unknown => JSON.parse(readFileSync(path, "utf8"));

/** A tool that passes or fails: it counts as one test. */
function check(name: string, script: string): Stage {
  return {
    name,
    command: () => ["npm", "run", "--silent", script],
    totals: (exitCode) => ({ passed: exitCode === 0 ? 1 : 0, failed: exitCode === 0 ? 0 : 1, notes: [] }),
  };
}

function vitestStage(project: string): Stage {
  return {
    name: project,
    command: (report) => [
      "vitest",
      "run",
      "--project",
      project,
      "--no-color",
      "--reporter=dot",
      "--reporter=json",
      `--outputFile.json=${report}`,
    ],
    totals: (exitCode, report) => judge(exitCode, () => vitestTotals(readReport(report))),
  };
}

const browserStage: Stage = {
  name: "e2e",
  command: () => ["playwright", "test", "-c", "tests/e2e/playwright.config.ts", "--reporter=dot,json"],
  environment: (report) => ({ PLAYWRIGHT_JSON_OUTPUT_FILE: report }),
  totals: (exitCode, report) => judge(exitCode, () => playwrightTotals(readReport(report))),
};

/** In the order in which they start: the most telling first. */
export const stages: Stage[] = [
  check("types", "types"),
  check("format", "format:check"),
  check("lint", "lint"),
  check("dead-code", "dead-code"),
  ...["unit", "architecture", "graph", "components"].map(vitestStage),
  check("build", "build"),
  ...["database", "authorization", "platform", "deno", "engine"].map(vitestStage),
  browserStage,
  vitestStage("journeys"),
];

/** `npm run test:fast`: the results worth having within a minute. */
export const fastStages = ["types", "lint", "unit", "architecture", "graph"];
