/** Some data of a request is for staff alone: hidden from clients, and always up to date for staff. */
import { expect, test } from "vitest";
import { requestSelect } from "../../../src/queries/request-row.ts";
import { requestColumns } from "../../../src/queries/request-columns.ts";
import { publishableKey, type ServedPlatform, servePlatform } from "../../platform/local-platform.ts";
import { fillEveryTable } from "../../fixtures/two-tenants.ts";
import { useDriver } from "../../fixtures/own-database.ts";

const { database, tenants } = await useDriver();
const [request = ""] = await fillEveryTable(database, tenants);

const seenBy = (person: "client" | "manager") =>
  database.asUser(tenants.claims[person], async (transaction) => {
    const rows = await transaction`
      select assignee_id, route_answers, second_approved_by from public.request_staff_data where request_id = ${request}`;
    return [...rows];
  });

test("the screens request exactly what may be read", async () => {
  const rows = await database.sql<{ column: string }[]>`
    select attname::text as column from pg_attribute
    where attrelid = 'public.migration_requests'::regclass and attnum > 0 and not attisdropped
      and has_column_privilege('authenticated', attrelid, attnum, 'select') order by attname collate "C"`;
  expect(rows.map(({ column }) => column)).toEqual([...requestColumns].toSorted());
});

test("staff read the current staff data, and the client reads none of it", async () => {
  const { manager } = tenants.members;
  expect(await seenBy("manager")).toEqual([
    { assignee_id: null, route_answers: {}, second_approved_by: null },
  ]);
  const approver = tenants.claims.admin.sub ?? "";
  await database.sql`update public.migration_requests set assignee_id = ${manager},
    route_answers = '{"lastPaidMessage":"2026-11-01"}', second_approved_by = ${approver} where id = ${request}`;
  expect(await seenBy("manager")).toEqual([
    {
      assignee_id: manager,
      route_answers: { lastPaidMessage: "2026-11-01" },
      second_approved_by: approver,
    },
  ]);
  expect(await seenBy("client")).toEqual([]);
});

/** What the list of requests returns, narrowed to one assignee. */
async function listOf(
  platform: ServedPlatform,
  person: "client" | "manager",
  assignee: string,
): Promise<unknown> {
  const query = new URLSearchParams({
    select: requestSelect,
    "request_staff_data.assignee_id": `in.("${assignee}")`,
  });
  const token = await platform.signed({ aud: "authenticated", ...tenants.claims[person] });
  const headers = { apikey: publishableKey, authorization: `Bearer ${token}` };
  return (await fetch(`${platform.url}/rest/v1/migration_requests?${query}`, { headers })).json();
}

test("only staff can narrow the list of requests by assignee", async () => {
  const { admin, manager } = tenants.members;
  await database.sql`update public.migration_requests set assignee_id = ${manager} where id = ${request}`;
  const platform = await servePlatform(database);
  expect(await listOf(platform, "manager", manager)).toMatchObject([
    { id: request, request_staff_data: { assignee_id: manager, members: { name: "manager" } } },
  ]);
  expect(await listOf(platform, "manager", admin)).toEqual([]);
  expect(await listOf(platform, "client", manager)).toEqual([]);
  await platform.stop();
});
