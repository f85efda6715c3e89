/** Postgres itself stopped at once while a worker is at it, and started again: another worker goes on. */
import { expect, it } from "vitest";
import { databaseCrashes } from "../../faults/database-part.ts";

it("goes on after the database was stopped in the middle of a turn, and loses nothing that was said to be done", async () => {
  const progress = () => undefined;
  const figures = await databaseCrashes({ seed: 4, count: 2, concurrency: 1, until: Infinity, progress });
  expect(figures).toMatchObject({ done: 2, total: 2, violations: [] });
});
