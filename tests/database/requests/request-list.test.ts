/** What the list shows, what the tabs count and what a search finds are the requests as they are. */
import { expect, it } from "vitest";
import { statuses } from "#domain/status/statuses.ts";
import { useDriver } from "../../fixtures/own-database.ts";

const { database, driver, tenants } = await useDriver();

/** Rows of the list that differ from the request they show; computed anew from the requests. */
const wrongRows = () => database.sql`
  select r.id from public.migration_requests r join public.clients c on c.id = r.client_id
  full join public.request_list l on l.id = r.id
  where (l.provider_id, l.client_id, l.reference, l.phone_number, l.phone_country, l.client_name, l.status, l.waiting_on,
    l.next_action, l.next_action_subject, l.hold_reason, l.checks_passed, l.checks_total, l.readiness, l.due_at,
    l.predicted_breach_at, l.old_provider_name, l.reason, l.assignee_id, l.updated_at, l.due_order)
  is distinct from (r.provider_id, r.client_id, r.reference, r.phone_number, r.phone_country, c.name, r.status,
    r.waiting_on, r.next_action, r.next_action_subject, r.hold_reason, r.checks_passed, r.checks_total, r.readiness,
    r.due_at, r.predicted_breach_at, r.old_provider_name, r.reason, r.assignee_id, r.updated_at,
    private.due_order(r.due_at, r.updated_at))`;

const counts = async () => {
  const rows = await database.asUser(
    tenants.claims.manager,
    (sql) => sql<{ status: string; requests: string }[]>`
      select * from public.request_counts(${tenants.own.provider}) order by status`,
  );
  return rows.map(({ status, requests }) => [status, Number(requests)]);
};
const counted = async () => {
  const rows = await database.sql<{ status: string; requests: string }[]>`
    select status, count(*) as requests from public.migration_requests
    where provider_id = ${tenants.own.provider} group by status order by status`;
  return rows.map(({ status, requests }) => [status, Number(requests)]);
};

it("follows every command that leads through the statuses", async () => {
  for (const status of ["submitted", "preparing", "scheduled"] as const) await driver.bringTo(status);
  const request = await driver.bringTo("preparing");
  await driver.command("manager", "assign_request", request, { member: tenants.members.manager });
  await driver.command("manager", "hold_request", request, { reason: "Invoice" });
  const cancelled = await driver.bringTo("submitted");
  await driver.command("client", "cancel_request", cancelled, {});
  expect(await wrongRows()).toHaveLength(0);
  expect(await counts()).toEqual(await counted());
  expect((await counts()).length).toBeGreaterThan(3);
});

it("keeps its numbers when the tallies are added up, and when a request is deleted", async () => {
  await database.sql`insert into private.request_tallies (provider_id, status, requests)
    select ${tenants.own.provider}, s, n from unnest(${[...statuses]}::text[]) s, (values (1), (-1)) as v (n),
      generate_series(1, 40)`;
  await database.sql`select private.add_up_tallies()`;
  const [left] = await database.sql<
    { rows: number }[]
  >`select count(*)::integer as rows from private.request_tallies
    where provider_id = ${tenants.own.provider}`;
  expect(left?.rows).toBeLessThanOrEqual(statuses.length);
  expect(await counts()).toEqual(await counted());
  await driver.bringTo("draft");
  await database.sql`delete from public.migration_requests r where r.status = 'draft'
    and not exists (select from public.events e where e.request_id = r.id)`;
  expect(await counts()).toEqual(await counted());
});

it("takes up a company's new name, in the row and in the search", async () => {
  await database.sql`update public.clients set name = 'Wellington Optics' where id = ${tenants.own.client}`;
  expect(await wrongRows()).toHaveLength(0);
  const found = await database.asUser(
    tenants.claims.manager,
    (sql) => sql`select id from public.search_requests('gton opt')`,
  );
  expect(found.length).toBeGreaterThan(3);
});

it("counts what the filters leave, no further than asked", async () => {
  const count = async (actor: "manager" | "client" | "foreignAdmin", filter: object, most: number) => {
    const [row] = await database.asUser(
      tenants.claims[actor],
      (sql) =>
        sql<
          { requests: number }[]
        >`select public.count_requests(${sql.json(filter as never)}, ${most}) as requests`,
    );
    return row?.requests;
  };
  const own = { provider_id: [tenants.own.provider] };
  const preparing = (await counted()).find(([status]) => status === "preparing")?.[1];
  expect(await count("manager", { ...own, status: ["preparing"] }, 1001)).toBe(preparing);
  expect(await count("manager", { ...own, assignee_id: [tenants.members.manager] }, 1001)).toBe(1);
  expect(await count("manager", own, 2)).toBe(2);
  expect(await count("manager", { provider_id: ["'; drop table x; --"], status: ["'"] }, 5)).toBe(0);
  await expect(count("manager", { ...own, status: ["x".repeat(20_000)] }, 5)).rejects.toThrow(
    "invalid_input",
  );
  expect(await count("client", own, 1001)).toBe(0);
  expect(await count("foreignAdmin", own, 1001)).toBe(0);
});
