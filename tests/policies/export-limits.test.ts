/** How often one person exports before the desk asks them to slow down. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { Desk } from "./desk.ts";
import { type Actor, createTwoTenants, type TwoTenants } from "./two-tenants.ts";

let database: TestDatabase;
let tenants: TwoTenants;
let desk: Desk;

beforeAll(async () => {
  database = await createTestDatabase();
  tenants = await createTwoTenants(database);
  desk = new Desk(database, tenants);
});
afterAll(() => database.drop());

const take = (actor: Actor) =>
  desk.try(actor, "record_export", {
    provider: tenants.own.provider,
    mode: "machine",
    filter: {},
    row_count: 1,
  });

test("thirty exports in an hour are the most, and the refusal says from when on there may be more", async () => {
  await database.sql`insert into public.exports (provider_id, user_id, mode, filter, row_count, created_at)
    select ${tenants.own.provider}, ${tenants.claims.manager.sub ?? ""}, 'machine', '{}', 1, now() - make_interval(mins => n)
    from generate_series(50, 78) as n`;
  const answers = await Promise.all(Array.from({ length: 25 }, () => take("manager")));
  // Ten stood in the last hour, the others are older.
  const refused = answers.filter((answer) => "refused" in answer);
  expect(refused).toHaveLength(25 - (30 - 10));
  const [row] = await database.sql<{ next: string }[]>`
    select private.utc(min(created_at) + interval '1 hour') as next from public.exports
    where user_id = ${tenants.claims.manager.sub ?? ""} and created_at > now() - interval '1 hour'`;
  expect(refused[0]).toEqual({ refused: "429 too_soon", hint: row?.next });
  expect(await take("analyst")).toHaveProperty("done");
  expect(await take("client")).toMatchObject({ refused: "403 not_permitted" });
});
