import { expect, test } from "vitest";
import { judge, playwrightTotals, vitestTotals } from "./test-totals.ts";

const vitest = { numPassedTests: 5, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] };
const playwright = { stats: { expected: 3, unexpected: 0, flaky: 0, skipped: 0 }, errors: [] };

test("a green run keeps its real totals", () => {
  expect(judge(0, () => vitestTotals(vitest))).toEqual({ passed: 5, failed: 0, notes: [] });
  expect(judge(0, () => playwrightTotals(playwright))).toEqual({ passed: 3, failed: 0, notes: [] });
});

test("a failed test, a skipped one and a file that does not load are failures", () => {
  const unloaded = { name: "x.test.ts", status: "failed", assertionResults: [] };
  expect(vitestTotals({ ...vitest, numFailedTests: 2 }).failed).toBe(2);
  expect(vitestTotals({ ...vitest, numPendingTests: 1, numTodoTests: 1 }).failed).toBe(2);
  expect(vitestTotals({ ...vitest, testResults: [unloaded] }).failed).toBe(1);
});

test("a browser test that fails, is skipped, or passes only when repeated is a failure", () => {
  expect(playwrightTotals({ ...playwright, stats: { ...playwright.stats, unexpected: 1 } }).failed).toBe(1);
  expect(playwrightTotals({ ...playwright, stats: { ...playwright.stats, skipped: 1 } }).failed).toBe(1);
  expect(playwrightTotals({ ...playwright, stats: { ...playwright.stats, flaky: 1 } }).failed).toBe(1);
  expect(playwrightTotals({ ...playwright, errors: [{}] }).failed).toBe(1);
});

test("a runner that crashed, left no report or ran nothing is a failure", () => {
  expect(judge(1, () => vitestTotals(vitest))).toMatchObject({ passed: 5, failed: 1 });
  expect(judge(0, () => vitestTotals(undefined))).toMatchObject({ passed: 0, failed: 1 });
  expect(judge(0, () => vitestTotals({ ...vitest, numPassedTests: 0 }))).toMatchObject({
    passed: 0,
    failed: 1,
  });
});
