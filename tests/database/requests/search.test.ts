/** A search covers only what the list's filters leave, and reveals no more than the person may know. */
import { expect, it } from "vitest";
import { useDriver } from "../../fixtures/own-database.ts";

const { database, driver } = await useDriver();

const search = (actor: "manager" | "client", filter: object, most?: number) =>
  database.asUser(driver.tenants.claims[actor], async (sql) => {
    const rows = await sql<{ id: string }[]>`select id from public.search_request_ids('M-', ${sql.json(
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

it("reveals nothing to a client about who works on their request", async () => {
  const request = await driver.bringTo("preparing");
  await driver.command("manager", "assign_request", request, { member: driver.tenants.members.manager });
  const assigned = { "request_staff_data.assignee_id": [driver.tenants.members.manager] };
  expect(await search("manager", assigned)).toEqual([request]);
  expect(await search("client", {})).toContain(request);
  expect(await search("client", assigned)).toEqual([]);
});
