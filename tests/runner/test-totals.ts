/** Turns a runner's report into totals: a crash, a skip or an empty run can never look green. */
import * as z from "zod/mini";

export type Totals = { passed: number; failed: number; notes: string[] };

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(
    z.object({ name: z.string(), status: z.string(), assertionResults: z.array(z.unknown()) }),
  ),
});

const playwrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
  errors: z.array(z.unknown()),
});

/** Totals of Vitest's JSON report; a file that could not be loaded counts as one failure. */
export function vitestTotals(report: unknown): Totals {
  const read = vitestReport.parse(report);
  const unloaded = read.testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.length === 0,
  );
  const skipped = read.numPendingTests + read.numTodoTests;
  return count(
    read.numPassedTests,
    read.numFailedTests,
    skipped,
    unloaded.map((file) => `${file.name} could not be loaded`),
  );
}

/** Totals of Playwright's JSON report; a test that passed only when repeated counts as failed. */
export function playwrightTotals(report: unknown): Totals {
  const { stats, errors } = playwrightReport.parse(report);
  return count(
    stats.expected,
    stats.unexpected + stats.flaky,
    stats.skipped,
    errors.map(() => "an error outside any test"),
  );
}

function count(passed: number, failed: number, skipped: number, troubles: string[]): Totals {
  const notes = skipped > 0 ? [...troubles, `${skipped} skipped, counted as failed`] : troubles;
  return { passed, failed: failed + skipped + troubles.length, notes };
}

/** The verdict on a runner: what its report says, and at least one failure if it crashed or ran nothing. */
export function judge(exitCode: number, readTotals: () => Totals): Totals {
  const totals = attempt(readTotals);
  if (exitCode !== 0 && totals.failed === 0) return fail(totals, `the runner ended with code ${exitCode}`);
  if (totals.passed + totals.failed === 0) return fail(totals, "not one test ran");
  return totals;
}

function attempt(readTotals: () => Totals): Totals {
  try {
    return readTotals();
  } catch (error) {
    return fail({ passed: 0, failed: 0, notes: [] }, `no readable report: ${String(error)}`);
  }
}

function fail(totals: Totals, note: string): Totals {
  return { ...totals, failed: totals.failed + 1, notes: [...totals.notes, note] };
}
