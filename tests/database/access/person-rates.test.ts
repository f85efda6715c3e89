/** Limits how often one person changes and searches in a minute, without slowing anybody else down. */
import { beforeAll, expect, it } from "vitest";
import { useDriver } from "../../fixtures/own-database.ts";

const { database, driver } = await useDriver();
const request = await driver.bringTo("preparing");

beforeAll(async () => {
  await database.sql`delete from private.person_commands`;
  await database.sql`update private.rate_limits set per_minute = 5`;
});

const write = (actor: "manager" | "client") =>
  driver.try(actor, "add_comment", { request, visibility: "client", body: "again" });
const refusals = async (tries: Promise<object>[]) =>
  (await Promise.all(tries)).filter((answer) => "refused" in answer);

it("refuses the sixth change of a minute, leaves no trace of it, and lets others continue", async () => {
  for (let time = 0; time < 5; time += 1) expect(await write("client")).toHaveProperty("done");
  expect(await refusals(Array.from({ length: 20 }, () => write("client")))).toEqual(
    Array.from({ length: 20 }, () => ({ refused: "429 too_fast", hint: "" })),
  );
  const [left] = await database.sql<{ comments: number; commands: number }[]>`select
    (select count(*)::int from public.comments where request_id = ${request}) as comments,
    (select count(*)::int from private.person_commands) as commands`;
  expect(left).toEqual({ comments: 5, commands: 5 });
  expect(await write("manager")).toHaveProperty("done");
  await database.sql`update private.person_commands set at = at - interval '61 seconds'`;
  expect(await write("client")).toHaveProperty("done");
});

it("counts searches separately", async () => {
  const search = () =>
    database.asUser(driver.tenants.claims.client, (sql) => sql`select public.search_request_ids('M-')`);
  for (let time = 0; time < 5; time += 1) await search();
  await expect(search()).rejects.toThrow("too_fast");
  expect(await write("client")).toHaveProperty("done");
});

it("is deleted within minutes", async () => {
  await database.sql`update private.person_commands set at = at - interval '11 minutes'`;
  await database.sql`select public.engine_sweep(1000)`;
  expect(await database.sql`select from private.person_commands`).toHaveLength(0);
});
