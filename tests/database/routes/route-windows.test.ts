/** Two routes exclude days for every window, whoever names it; the screens ask the same rule which days those are. */
import { expect, test } from "vitest";
import * as z from "zod/mini";
import { agreeAsItStands } from "../../fixtures/consents.ts";
import { windowAt } from "../../fixtures/command-driver.ts";
import { useDriver } from "../../fixtures/own-database.ts";

const { database, driver } = await useDriver();

const hour = 3_600_000;
const year = new Date().getUTCFullYear() + 1;
const against = { refused: "409 window_against_route", hint: "" };
const zones = ["UTC", "Pacific/Kiritimati", "America/Los_Angeles"];

type Facts = { route: string | null; route_answers?: { lastPaidMessage: string | number | null } };

/** What the rule closes between two times, in minutes of UTC; the same in whatever zone the session is. */
async function closures(facts: Facts, from: string, until: string): Promise<string[]> {
  const found = await Promise.all(
    zones.map((zone) =>
      database.sql.begin(async (sql) => {
        await sql`select set_config('TimeZone', ${zone}, true)`;
        const rows = await sql<{ span: string }[]>`
          select to_char(starts_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI') || ' / '
            || to_char(ends_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI') as span
          from private.route_closures(
            jsonb_populate_record(null::public.migration_requests, ${sql.json(facts)}),
            ${from}::timestamptz, ${until}::timestamptz) order by starts_at`;
        return rows.map(({ span }) => span);
      }),
    ),
  );
  expect(new Set(found.map((spans) => spans.join())).size).toBe(1);
  return found[0] ?? [];
}

test.each([
  ["two months", "2027-04-10Z", "2027-06-10Z", ["2027-04-28 / 2027-05-05", "2027-05-29 / 2027-06-05"]],
  ["a February of 28 days", "2027-02-10Z", "2027-03-10Z", ["2027-02-26 / 2027-03-05"]],
  ["a February of 29 days", "2028-02-10Z", "2028-03-10Z", ["2028-02-27 / 2028-03-05"]],
  ["a century that is no leap year", "2100-02-10Z", "2100-03-10Z", ["2100-02-26 / 2100-03-05"]],
  ["the end of a year", "2027-12-10Z", "2028-01-10Z", ["2027-12-29 / 2028-01-05"]],
  ["the days between", "2027-05-05Z", "2027-05-28 23:59:59Z", []],
  ["an end as the span begins", "2027-05-28 22:00Z", "2027-05-29Z", ["2027-05-29 / 2027-06-05"]],
  ["the last second of the fourth", "2027-05-04 23:59:59Z", "2027-05-05 01:59Z", ["2027-04-28 / 2027-05-05"]],
  ["a short time within", "2027-05-31 10:00Z", "2027-05-31 12:00Z", ["2027-05-29 / 2027-06-05"]],
] as const)(
  "R4 closes the last three and the first four days of a month: %s",
  async (_, from, until, spans) => {
    const minutes = spans.map((span) => span.replaceAll(/\d{4}-\d{2}-\d{2}/g, "$& 00:00"));
    expect(await closures({ route: "R4" }, from, until)).toEqual(minutes);
  },
);

test.each([
  ["a month of 31 days", "2027-03-10", "2027-04-10"],
  ["a February of 28 days", "2027-02-01", "2027-03-04"],
  ["a February of 29 days", "2028-02-01", "2028-03-03"],
  ["the 29th of February", "2028-02-29", "2028-03-31"],
  ["the end of a year", "2027-12-15", "2028-01-15"],
])("R5 closes the day of the last paid message and thirty more: %s", async (_, lastPaid, free) => {
  const facts = { route: "R5", route_answers: { lastPaidMessage: lastPaid } };
  const long = `${lastPaid} 10:00Z`;
  expect(await closures(facts, long, `${free} 10:00Z`)).toEqual([`${lastPaid} 10:00 / ${free} 00:00`]);
  const [lastMinute, later] = [Date.parse(`${free}T00:00Z`) - 60_000, `${free} 02:00Z`];
  expect(await closures(facts, new Date(lastMinute).toISOString(), later)).toHaveLength(1);
  expect(await closures(facts, `${free} 00:00Z`, later)).toEqual([]);
});

test.each<Facts>([
  ...["R0", "R1", "R2", "R3", null].map((route) => ({
    route,
    route_answers: { lastPaidMessage: "2027-05-31" },
  })),
  { route: "R5" },
  ...["never", "2027-02-31", "soon", 7, null].map((lastPaidMessage) => ({
    route: "R5",
    route_answers: { lastPaidMessage },
  })),
])("$route closes nothing when the answers are $route_answers", async (facts) => {
  expect(await closures(facts, "2027-05-20Z", "2027-07-10Z")).toEqual([]);
});

async function onRoute(route: string): Promise<string> {
  const request = await driver.bringTo("scheduled");
  const answers = { lastPaidMessage: new Date(Date.now() + 24 * hour).toISOString().slice(0, 10) };
  await database.sql`update public.migration_requests set route = ${route},
    route_answers = ${database.sql.json(answers)} where id = ${request}`;
  await agreeAsItStands(database.sql, request);
  return request;
}

const spans = z.array(z.object({ startsAt: z.iso.datetime(), endsAt: z.iso.datetime() }));

async function spansShown(request: string) {
  const answer = await driver.try("manager", "route_closures", { request });
  return spans.parse("done" in answer ? answer.done : answer);
}

test.each([
  ["R2", 0, 0],
  ["R4", 14, 15],
  ["R5", 1, 1],
])("%s: the screen is told of the very spans that a window must not touch", async (route, least, most) => {
  const request = await onRoute(route);
  const shown = await spansShown(request);
  expect(shown.length).toBeGreaterThanOrEqual(least);
  expect(shown.length).toBeLessThanOrEqual(most);
  const version = await driver.version(request);
  const schedule = (start: number) =>
    driver.try("manager", "schedule_request", { request, version, ...windowAt(start) }, false);
  for (const { startsAt, endsAt } of shown) {
    const [start, end] = [Date.parse(startsAt), Date.parse(endsAt)];
    expect(await schedule(end - 60_000)).toEqual(against);
    expect(await schedule(end)).toHaveProperty("done");
    // The first span may have begun already.
    if (start - 3 * hour < Date.now()) continue;
    expect(await schedule(start - 2 * hour)).toEqual(against);
    expect(await schedule(start - 2 * hour - 1000)).toHaveProperty("done");
  }
});

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

test("the spans are for staff: a client is told so, and a stranger learns nothing of the request", async () => {
  const request = await onRoute("R5");
  expect(await driver.try("client", "route_closures", { request })).toMatchObject({
    refused: "403 not_permitted",
  });
  expect(await driver.try("stranger", "route_closures", { request })).toMatchObject({
    refused: "404 request_not_found",
  });
});
