/** A missing argument never bypasses a rule: SQL's null is neither equal nor unequal. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../fixtures/database.ts";
import { commandCases } from "../fixtures/command-cases.ts";
import { CommandDriver, type Input } from "../fixtures/command-driver.ts";
import { createTwoTenants } from "../fixtures/two-tenants.ts";

let database: TestDatabase;
let driver: CommandDriver;
const standing = new Map<string, string>();

beforeAll(async () => {
  database = await createTestDatabase();
  driver = new CommandDriver(database, await createTwoTenants(database));
  for (const status of new Set(commandCases.map(([, status]) => status)))
    standing.set(status, await driver.bringTo(status));
});
afterAll(() => database.drop());

test.each(commandCases)(
  "%s in %s: %s with an argument left out",
  async (actor, status, name, input, optional = []) => {
    const request = standing.get(status) ?? "";
    const connection = "connection" in input ? { connection: driver.tenants.own.connection } : {};
    const whole: Input = { request, version: await driver.version(request), ...input, ...connection };
    const accepted: string[] = [];
    for (const key of Object.keys(whole)) {
      if (optional.includes(key)) continue;
      const answer = await driver.try(actor, name, { ...whole, [key]: null }, false);
      if ("done" in answer) accepted.push(key);
    }
    expect(accepted).toEqual([]);
  },
);
