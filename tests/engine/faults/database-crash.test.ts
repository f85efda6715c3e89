/** Postgres is stopped abruptly while a worker is busy and then restarted: another worker continues. */
import { expect, it } from "vitest";
import { databaseCrashes } from "../../faults/database-part.ts";

it("another worker continues after the database stops mid-step, and nothing reported as done is lost", async () => {
  const progress = () => undefined;
  const figures = await databaseCrashes({
    seed: 4,
    count: 2,
    skip: 0,
    concurrency: 1,
    until: Infinity,
    progress,
  });
  expect(figures).toMatchObject({ done: 2, total: 2, violations: [] });
});
