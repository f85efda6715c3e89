/** An argument that is not there never opens a way around a rule: SQL's null is neither equal nor unequal. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { commandCases } from "./command-cases.ts";
import { Desk, type Input } from "./desk.ts";
import { createTwoTenants } from "./two-tenants.ts";

let database: TestDatabase;
let desk: Desk;
const standing = new Map<string, string>();

beforeAll(async () => {
  database = await createTestDatabase();
  desk = new Desk(database, await createTwoTenants(database));
  for (const status of new Set(commandCases.map(([, status]) => status)))
    standing.set(status, await desk.bringTo(status));
});
afterAll(() => database.drop());

test.each(commandCases)(
  "%s in %s: %s with an argument left out",
  async (actor, status, name, input, optional = []) => {
    const request = standing.get(status) ?? "";
    const connection = "connection" in input ? { connection: desk.tenants.own.connection } : {};
    const whole: Input = { request, version: await desk.version(request), ...input, ...connection };
    const accepted: string[] = [];
    for (const key of Object.keys(whole)) {
      if (optional.includes(key)) continue;
      const answer = await desk.try(actor, name, { ...whole, [key]: null }, false);
      if ("done" in answer) accepted.push(key);
    }
    expect(accepted).toEqual([]);
  },
);
