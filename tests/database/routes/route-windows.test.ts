/** Two routes exclude days for every window, whoever names it and whatever the screens offered. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { isClosedByRoute } from "#domain/routes/route-dates.ts";
import { agreeAsItStands } from "../../fixtures/consents.ts";
import { createTestDatabase, type TestDatabase } from "../../fixtures/database.ts";
import { CommandDriver, windowAt } from "../../fixtures/command-driver.ts";
import { createTwoTenants } from "../../fixtures/two-tenants.ts";

let database: TestDatabase;
let driver: CommandDriver;

beforeAll(async () => {
  database = await createTestDatabase();
  driver = new CommandDriver(database, await createTwoTenants(database));
});
afterAll(() => database.drop());

const hour = 3_600_000;
const year = new Date().getUTCFullYear() + 1;
const lastPaid = `${year}-03-10`;
const against = { refused: "409 window_against_route", hint: "" };

async function onRoute(route: string): Promise<string> {
  const request = await driver.bringTo("scheduled");
  await database.sql`update public.migration_requests set route = ${route},
    route_answers = ${database.sql.json({ lastPaidMessage: lastPaid })} where id = ${request}`;
  await agreeAsItStands(database.sql, request);
  return request;
}

test.each(["R2", "R4", "R5"] as const)(
  "%s: the database refuses what the slots leave out, and no more",
  async (route) => {
    const request = await onRoute(route);
    const version = await driver.version(request);
    const wrong: string[] = [];
    // Across the ends of four months, also over midnight.
    for (let start = Date.UTC(year, 2, 1, 5); start < Date.UTC(year, 5, 8); start += 11 * hour) {
      const answer = await driver.try(
        "manager",
        "schedule_request",
        { request, version, ...windowAt(start) },
        false,
      );
      const isClosed = isClosedByRoute(
        route,
        { lastPaidMessage: lastPaid },
        { start, end: start + 2 * hour },
      );
      const isRefused = "refused" in answer && answer.refused === against.refused;
      if (isRefused !== isClosed || "done" in answer === isClosed) wrong.push(new Date(start).toISOString());
    }
    expect(wrong).toEqual([]);
  },
);

test("neither the client's proposal nor its acceptance can bypass them", async () => {
  const request = await onRoute("R4");
  const closed = windowAt(Date.UTC(year, 3, 2, 10));
  expect(await driver.tryCommand("client", "propose_window", request, closed)).toEqual(against);
  const open = windowAt(Date.UTC(year, 3, 12, 10));
  await driver.command("client", "propose_window", request, open);
  await database.sql`update public.migration_requests set counter_starts_at = ${closed.starts_at}, counter_ends_at = ${closed.ends_at}
    where id = ${request}`;
  expect(await driver.tryCommand("manager", "accept_window", request)).toEqual(against);
  expect(
    await driver.tryCommand("manager", "schedule_request", request, windowAt(Date.UTC(year, 3, 12, 10))),
  ).toHaveProperty("done");
});
