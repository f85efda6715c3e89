/** Readiness depends on the checks alone: the database and src/domain agree on every combination. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { type CheckCode, checkCatalogue, checkStatuses } from "#domain/checks/check-catalogue.ts";
import { type CheckState, readinessOf } from "#domain/checks/readiness.ts";
import { useDriver } from "../../fixtures/own-database.ts";

const { database, driver } = await useDriver();
const request = await driver.bringTo("preparing");
const codes = Object.keys(checkCatalogue) as CheckCode[];

/** The database's readiness for these checks, in any order and whatever was tried before. */
async function settled(checks: readonly CheckState[]) {
  return database.sql.begin(async (sql) => {
    await sql`delete from public.checks where request_id = ${request}`;
    for (const { code, status } of checks) {
      await sql`insert into public.checks (provider_id, client_id, request_id, code, status)
        select provider_id, client_id, id, ${code}, ${status} from public.migration_requests where id = ${request}`;
    }
    await sql`select private.settle_request(${request})`;
    const [row] = await sql<{ passed: number; total: number; percent: number }[]>`
      select checks_passed as passed, checks_total as total, readiness as percent
      from public.migration_requests where id = ${request}`;
    return row;
  });
}

const checkSets = fc
  .uniqueArray(fc.record({ code: fc.constantFrom(...codes), status: fc.constantFrom(...checkStatuses) }), {
    selector: ({ code }) => code,
  })
  .map((checks): CheckState[] => checks);

test("they agree on any set of checks", async () => {
  await fc.assert(
    fc.asyncProperty(checkSets, async (checks) => {
      expect(await settled(checks)).toEqual(readinessOf(checks));
    }),
    { numRuns: 60 },
  );
});

test("the order does not matter", () => {
  fc.assert(
    fc.property(checkSets, (checks) => {
      expect(readinessOf(checks.toReversed())).toEqual(readinessOf(checks));
    }),
  );
});

test("a failed hard check stops everything, and a soft one does not", () => {
  const all = (failed: CheckCode) =>
    readinessOf(codes.map((code) => ({ code, status: code === failed ? "failed" : "passed" }))).percent;
  expect(codes.filter((code) => all(code) === 0)).toEqual(codes.filter((code) => checkCatalogue[code].hard));
});
