/** Who may call which function, and which of them run with their owner's rights. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { attempt } from "./attack.ts";
import { type FunctionEntry, listFunctions } from "./catalogue.ts";
import { type Callers, functions, invokers } from "./expectations.ts";
import { type Actor, actors, createTwoTenants, type TwoTenants } from "./two-tenants.ts";

let database: TestDatabase;
let tenants: TwoTenants;
let found: FunctionEntry[];

beforeAll(async () => {
  database = await createTestDatabase();
  tenants = await createTwoTenants(database);
  found = await listFunctions(database.sql);
});
afterAll(() => database.drop());

const roles: Record<Callers, string[]> = {
  people: ["authenticated"],
  engine: ["service_role"],
  internal: [],
};

test("every function of the catalogue is in the table of expectations, and the table names no other", () => {
  expect(found.map((entry) => entry.name)).toEqual(Object.keys(functions).sort());
});

test("exactly the roles of the table may execute a function", () => {
  const granted = Object.fromEntries(found.map((entry) => [entry.name, entry.callers]));
  expect(granted).toEqual(
    Object.fromEntries(Object.entries(functions).map(([name, callers]) => [name, roles[callers]])),
  );
});

function mayCall(actor: Actor, callers: Callers): boolean {
  if (callers === "internal" || actor === "visitor") return false;
  return actor === "service" ? callers === "engine" : callers === "people";
}

test.each(actors)("%s reaches a function only where the table says so", async (actor) => {
  const wrong: string[] = [];
  await database.asUser(tenants.claims[actor], async (transaction) => {
    for (const entry of found) {
      const [, list = ""] = entry.signature.match(/\((.*)\)$/) ?? [];
      const nulls =
        list === ""
          ? ""
          : list
              .split(",")
              .map((type) => `null::${type}`)
              .join(", ");
      const outcome = await attempt(transaction, `select ${entry.name}(${nulls})`);
      const denied = "refused" in outcome && outcome.refused === "42501";
      if (denied === mayCall(actor, functions[entry.name] ?? "internal")) {
        wrong.push(`${actor} ${entry.name}: ${JSON.stringify(outcome).slice(0, 80)}`);
      }
    }
  });
  expect(wrong).toEqual([]);
});

test("functions with their owner's rights are the written list, and each has an empty search path", () => {
  expect(found.filter((entry) => !entry.definer).map((entry) => entry.name)).toEqual(invokers);
  expect(found.filter((entry) => entry.searchPath !== '""').map((entry) => entry.name)).toEqual([]);
});
