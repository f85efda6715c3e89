/** A hosted function has 2 s of a processor for a request (https://supabase.com/docs/guides/functions/limits, read
 * 2026-12-01); the largest export must stay within, and memory must not grow with its rows. */
import { expect, it } from "vitest";
import { exportCost } from "../../fixtures/scale/export-cost.ts";

it("an export of 250,000 requests stays within a hosted function's limits", async () => {
  const cost = await exportCost(250_000);
  expect(cost.bytes).toBeGreaterThan(250_000 * 400);
  expect(cost.cpuMs).toBeLessThan(2000);
  expect(cost.megabytesMore).toBeLessThan(100);
});
