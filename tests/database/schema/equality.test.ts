/** Proves that src/domain and the database agree wherever functions or constraints repeat the domain. */
import * as fc from "fast-check";
import * as z from "zod/mini";
import { expect, test } from "vitest";
import { memberRoles, permissions, roles } from "#domain/access/permissions.ts";
import { secondFactorPermissions } from "#domain/access/second-factor.ts";
import { addBusinessTime, businessBetween } from "#domain/clocks/business-time.ts";
import { openPeriods } from "#domain/clocks/calendar.ts";
import { checkStatuses, outOfReach } from "#domain/checks/check-catalogue.ts";
import { readingPace } from "#domain/checks/reading-pace.ts";
import { commandCatalogue } from "#domain/commands/command-catalogue.ts";
import { retryClasses } from "#domain/exceptions/exception-catalogue.ts";
import { stepStates } from "#domain/cutover/step-catalogue.ts";
import {
  liveStatuses,
  reasons,
  rejectionReasons,
  statuses,
  tracks,
  trackStates,
  waitingOn,
} from "#domain/status/statuses.ts";
import { signupEndings } from "#domain/cutover/signup-endings.ts";
import { acknowledgements } from "#domain/requests/application.ts";
import { clientMailKinds } from "../../../supabase/functions/tick/mails/client-mail-queries.ts";
import { listFunctions } from "../../authorization/catalogue.ts";
import { functions, notCommands } from "../../authorization/expectations/function-expectations.ts";
import { useDatabase } from "../../fixtures/own-database.ts";

const database = await useDatabase();

test("the second factor is needed for every command of a cut-over that a provider's people may send", async () => {
  const [row] = await database.sql<{ list: string[] }[]>`select private.second_factor_permissions() as list`;
  expect(row?.list).toEqual([...secondFactorPermissions]);
  const ofMembers = new Set(memberRoles.flatMap((role) => permissions[role]));
  expect([...ofMembers].filter((one) => /^(cutover|code)\./.test(one)).sort()).toEqual(
    secondFactorPermissions.filter((one) => /^(cutover|code)\./.test(one)).sort(),
  );
  expect(secondFactorPermissions.filter((one) => !ofMembers.has(one))).toEqual([]);
});

test("the reasons why Meta's answer to a check is out of reach", async () => {
  expect(quoted(await body("private.is_out_of_reach")).sort()).toEqual([...outOfReach].sort());
});

test("how soon Meta is read again", async () => {
  const [pace] = await database.sql`
    select (extract(epoch from two_step_pauses[1]) / 60)::int as "twoStepMinutes",
      (extract(epoch from two_step_pauses[cardinality(two_step_pauses)]) / 3600)::int as "twoStepHours",
      (extract(epoch from reread_after) / 3600)::int as "allHours"
    from private.reading_settings`;
  expect(pace).toEqual(readingPace);
});

test("business time, added and counted, on the same open periods", async () => {
  const [provider] = await database.sql<{ id: string }[]>`
    insert into public.providers (slug, name, country, office_name, office_email, platform_signup_url)
    values ('clocks', 'Clocks', 'GB', 'Office', 'office@example.com', 'https://example.com') returning id`;
  const id = provider?.id ?? "";
  const hours = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: 540 + weekday * 7, to: 1080 }));
  const open = openPeriods(
    { timeZone: "Europe/London", hours, closedDays: new Set(["2026-05-04"]) },
    "2026-03-01",
    120,
  );
  await database.sql`select public.engine_store_open_periods(${id}, now(), ${JSON.stringify(open)}::text::jsonb, '[]')`;
  const first = Date.parse("2026-03-02T00:00:00Z");
  const minutes = (most: number) => fc.integer({ min: 0, max: most });
  await fc.assert(
    fc.asyncProperty(minutes(80_000), minutes(9000), minutes(40_000), async (from, span, length) => {
      const start = first + from * 60_000;
      const end = start + length * 60_000;
      const [row] = await database.sql<{ due: Date; counted: number }[]>`
        select private.add_business_time(${id}, ${new Date(start)}, make_interval(mins => ${span})) as due,
          extract(epoch from private.business_between(${id}, ${new Date(start)}, ${new Date(end)}))::int as counted`;
      expect(row?.due.getTime()).toBe(addBusinessTime(open, start, span * 60_000));
      expect((row?.counted ?? 0) * 1000).toBe(businessBetween(open, start, end));
    }),
    { numRuns: 150 },
  );
});

/** The quoted words in a check constraint on one column. */
async function allowed(table: string, column: string): Promise<string[]> {
  const [row] = await database.sql<{ definition: string }[]>`
    select pg_get_constraintdef(c.oid) as definition from pg_constraint c
    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any (c.conkey)
    where c.conrelid = ${table}::regclass and c.contype = 'c' and a.attname = ${column} and array_length(c.conkey, 1) = 1`;
  return quoted(row?.definition ?? "");
}

function quoted(text: string): string[] {
  return [...text.matchAll(/'(?:could_not_be_read:)?([a-zA-Z0-9_]+)'/g)].map(([, word]) => word ?? "");
}

async function body(name: string): Promise<string> {
  const [row] = await database.sql<
    { prosrc: string }[]
  >`select prosrc from pg_proc where oid = ${name}::regproc`;
  return row?.prosrc ?? "";
}

test.each([
  ["public.migration_requests", "status", statuses],
  ["public.migration_requests", "reason", reasons],
  ["public.migration_requests", "waiting_on", waitingOn],
  ["private.check_catalogue", "owner", waitingOn],
  ["public.request_exceptions", "owner", waitingOn],
  ["private.exception_catalogue", "owner", waitingOn],
  ["private.exception_catalogue", "retry", retryClasses],
  ["public.checks", "status", checkStatuses],
  ["public.cutover_steps", "state", stepStates],
  ["private.permissions", "role", roles],
  ["public.members", "role", ["admin", "manager", "analyst"]],
])("the allowed words of %s.%s", async (table, column, words) => {
  expect(await allowed(table, column)).toEqual([...words]);
});

test("the statuses that hold a number, and the tracks of a new request", async () => {
  const [row] = await database.sql<{ index: string; tracks: string }[]>`
    select pg_get_indexdef('public.migration_requests_live_number'::regclass) as index,
      (select pg_get_expr(adbin, adrelid) from pg_attrdef d join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
       where a.attrelid = 'public.migration_requests'::regclass and a.attname = 'tracks') as tracks`;
  expect(quoted(row?.index ?? "")).toEqual([...liveStatuses]);
  expect([...(row?.tracks ?? "").matchAll(/"(\w+)":/g)].map(([, track]) => String(track)).sort()).toEqual(
    [...tracks].sort(),
  );
});

test("the words that commands accept", async () => {
  expect(quoted(await body("public.reject_request"))).toEqual(expect.arrayContaining([...rejectionReasons]));
  expect(quoted(await body("public.set_track"))).toEqual(expect.arrayContaining([...trackStates]));
  const [list] = (await body("public.submit_request")).match(/array\[\s*'service[^\]]*\]/) ?? [];
  expect(quoted(list ?? "")).toEqual([...acknowledgements]);
  const [endings] = /'no_number'[^)]*/.exec(await body("public.report_signup")) ?? [];
  expect(quoted(endings ?? "")).toEqual([...signupEndings]);
});

const shape = z.object({ properties: z.record(z.string(), z.unknown()) });

test("each command is a function of its name whose arguments are the keys of its input", async () => {
  const found = (await listFunctions(database.sql)).filter((entry) => functions[entry.name] === "people");
  const commands = found
    .map((entry) => ({ name: entry.name.replace("public.", ""), arguments: [...entry.arguments].sort() }))
    .filter((entry) => !entry.name.startsWith("private.") && !notCommands.includes(entry.name));
  const expected = Object.entries(commandCatalogue).map(([name, { input }]) => {
    const { properties } = shape.parse(z.toJSONSchema(input, { unrepresentable: "any", io: "input" }));
    const keys = Object.keys(properties).map(
      (key) => `p_${key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`,
    );
    return { name, arguments: keys.sort() };
  });
  expect(commands).toEqual(expected.sort((one, other) => (one.name < other.name ? -1 : 1)));
});

test("the changes that are mailed to a client", async () => {
  const [row] = await database.sql<{ query: string; index: string }[]>`
    select pg_get_functiondef('public.engine_due_client_mails()'::regprocedure) as query,
      pg_get_indexdef('private.outbox_mails'::regclass) as index`;
  const kinds = (text = "") =>
    [...new Set(text.match(/\b(?:clock|window|request)\.[a-z_]+\d?(?=')/g))].sort();
  expect(kinds(row?.query)).toEqual([...clientMailKinds].sort());
  expect(kinds(row?.index)).toEqual([...clientMailKinds].sort());
});
