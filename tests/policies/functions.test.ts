/** Who may call which function, and which of them run with their owner's rights. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { type FunctionEntry, listFunctions } from "./catalogue.ts";
import { type Callers, functions, invokers } from "./expectations.ts";

let database: TestDatabase;
let found: FunctionEntry[];

beforeAll(async () => {
  database = await createTestDatabase();
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

test("functions with their owner's rights are the written list, and each has an empty search path", () => {
  expect(found.filter((entry) => !entry.definer).map((entry) => entry.name)).toEqual(invokers);
  expect(found.filter((entry) => entry.searchPath !== '""').map((entry) => entry.name)).toEqual([]);
});
