/** Grants, policies, function attributes and roles as a person reviewed and accepted them: reviewed-privileges.txt. */
import { expect, test } from "vitest";
import { hiddenColumns } from "./expectations/relation-expectations.ts";
import { describePrivileges } from "./privileges.ts";
import { useDatabase } from "../fixtures/own-database.ts";

const database = await useDatabase();

test("no grant, policy, function or role has changed since the review", async () => {
  await expect(await describePrivileges(database.sql)).toMatchFileSnapshot("./reviewed-privileges.txt");
});

test("no table or column is writable, truncate, references and trigger are not granted, and anon holds nothing", async () => {
  const text = await describePrivileges(database.sql);
  expect(text).not.toMatch(/\b(INSERT|UPDATE|DELETE|TRUNCATE|REFERENCES|TRIGGER|MAINTAIN)\b/);
  expect(text.match(/^(?!.*member of).*\banon\b.*$/gm) ?? []).toEqual(["public: anon USAGE"]);
  const [, columns = ""] = /# columns\n([^#]*)/.exec(text) ?? [];
  const granted = columns.trim().split("\n");
  expect(granted.filter((line) => !/^\w+\.\w+: \{authenticated=r\/postgres\}$/.test(line))).toEqual([]);
  const relations = new Set(granted.map((line) => `public.${line.split(".")[0]}`));
  expect([...relations].sort()).toEqual(Object.keys(hiddenColumns).sort());
});

test("an extra grant is found", async () => {
  const before = await describePrivileges(database.sql);
  await database.sql`grant update (status) on public.migration_requests to authenticated`;
  expect(await describePrivileges(database.sql)).not.toBe(before);
  await database.sql`revoke update (status) on public.migration_requests from authenticated`;
  expect(await describePrivileges(database.sql)).toBe(before);
});
