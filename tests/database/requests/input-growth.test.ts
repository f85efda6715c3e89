/** What people send takes limited space in the database: almost none if refused, a few times its size if accepted. */
import { expect, it } from "vitest";
import { useDriver } from "../../fixtures/own-database.ts";

const { database, driver } = await useDriver();
const request = await driver.bringTo("preparing");

/** Bytes of all tables, including indexes and the like. */
async function size(): Promise<number> {
  const [row] = await database.sql<
    { bytes: number }[]
  >`select sum(pg_total_relation_size(c.oid))::float8 as bytes
    from pg_class c where c.relkind = 'r' and c.relnamespace::regnamespace::text in ('public', 'private', 'auth')`;
  return row?.bytes ?? Number.NaN;
}

/** Hard to compress, four bytes a character, as long as a comment may be. */
const largest = () =>
  Array.from({ length: 4000 }, () => String.fromCodePoint(0x20000 + Math.floor(Math.random() * 40_000))).join(
    "",
  );
const write = (body: string) => driver.try("client", "add_comment", { request, visibility: "client", body });

it("a refused attempt leaves less than a kilobyte", async () => {
  const before = await size();
  for (let time = 0; time < 100; time += 1)
    expect(await write("x".repeat(100_000))).toHaveProperty("refused");
  expect((await size()) - before).toBeLessThan(100 * 1024);
});

it("the largest comment takes at most eight times its size", async () => {
  const body = largest();
  const before = await size();
  for (let time = 0; time < 100; time += 1) expect(await write(largest())).toHaveProperty("done");
  expect(((await size()) - before) / (100 * Buffer.byteLength(body))).toBeLessThan(8);
});
