/** A search covers only what the list's filters leave, and reveals no more than the person may know. */
import { expect, it } from "vitest";
import { useDriver } from "../../fixtures/own-database.ts";

const { database, driver } = await useDriver();

const search = (actor: "manager" | "client", filter: object, most?: number) =>
  database.asUser(driver.tenants.claims[actor], async (sql) => {
    const rows = await sql<{ id: string }[]>`select id from public.search_request_ids('M-0', ${sql.json(
      filter as never,
    )}, ${most ?? 200}) as id`;
    return rows.map(({ id }) => id);
  });

it("finds an older match that the filter keeps among newer ones that it excludes", async () => {
  const older = await driver.bringTo("preparing");
  for (let newer = 0; newer < 3; newer += 1) await driver.bringTo("submitted");
  expect(await search("manager", {}, 2)).not.toContain(older);
  expect(await search("manager", { status: ["preparing"] }, 2)).toEqual([older]);
  expect(await search("manager", { status: ["completed"] })).toEqual([]);
  expect(await search("manager", { provider_id: [driver.tenants.foreign.provider] })).toEqual([]);
  expect(await search("manager", { waiting_on: ["nobody"] })).toEqual([]);
  expect(await search("manager", { unknown: ["x"], status: "no list" }, 100)).toHaveLength(4);
  expect(await search("manager", {}, -1)).toEqual([]);
  expect(await search("manager", { status: ["x".repeat(20_000)] })).toEqual([]);
});

it("finds a number in any notation", async () => {
  const request = await driver.bringTo("submitted");
  const [row] = await database.sql<{ phone: string }[]>`
    select phone_number as phone from public.migration_requests where id = ${request}`;
  const notation = row?.phone.replace(/^(\+\d)(\d{3})(\d{3})(\d+)$/, "$1 ($2) $3-$4") ?? "";
  expect(notation).toContain("-");
  const found = await database.asUser(
    driver.tenants.claims.manager,
    (sql) => sql<{ id: string }[]>`select public.search_request_ids(${notation}) as id`,
  );
  expect(found.map(({ id }) => id)).toEqual([request]);
});

it("finds nothing for a client, who has a list of their own", async () => {
  await driver.bringTo("preparing");
  expect(await search("client", {})).toEqual([]);
});

it.each([
  ["the reference as it is written", "m-0000", true],
  ["the reference without its zeros", "0001", true],
  ["a part of the company", "OWN", true],
  ["two characters", "ow", false],
  ["what looks like a pattern", "o%n", false],
  ["something else", "nobody's", false],
])("looks for %s", async (_, query, finds) => {
  await driver.bringTo("submitted");
  const found = await database.asUser(
    driver.tenants.claims.manager,
    (sql) => sql`select public.search_request_ids(${query})`,
  );
  expect(found.length > 0).toBe(finds);
});
