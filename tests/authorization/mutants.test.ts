/** Tries a sample of the mutants, one of every sort; all of them: `npm run test:mutants`. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { shortfalls } from "./mutants/floors.ts";
import { type Ground, prepareGround, tryMutant } from "./mutants/trial.ts";

let ground: Ground;

beforeAll(async () => {
  ground = await prepareGround();
});
afterAll(() => ground.drop());

const sample: [name: string, killer: "matrix" | "snapshot"][] = [
  ["policy checks_select_own lets everybody through", "matrix"],
  ["policy comments_select_own shows clients what is internal", "matrix"],
  ["a waiver's reason is readable in the check", "matrix"],
  ["authenticated may update (provider_id) public.migration_requests", "matrix"],
  ["private.my_client_ids forgets that memberships end", "matrix"],
  ["private.my_roles searches its names anywhere", "snapshot"],
  ["public.accept_request asks for no more than reading", "matrix"],
  ["private.open_member judges nobody", "matrix"],
  ["private.open_members judges nobody", "matrix"],
  ["public.authorise_connection judges nobody", "matrix"],
  ["public.revoke_connection judges nobody", "matrix"],
  ["signed-in people bypass row-level security", "matrix"],
];

test.each(sample)("%s: noticed by the %s", async (name, killer) => {
  const mutant = ground.mutants.find((one) => one.name === name);
  if (!mutant) throw new Error("There is no such mutant");
  expect(await tryMutant(ground, mutant)).toMatchObject({ killer });
});

test("each unique index has its mutant, the one of live numbers among them", () => {
  const names = ground.mutants.map(({ name }) => name).filter((name) => name.startsWith("index "));
  expect(names).toContain("index migration_requests_live_number lets a second row in");
  expect(names.length).toBeGreaterThanOrEqual(12);
});

test("a run fails below fifty mutants, when one survives, and when the matrix notices too few", () => {
  const good = { mutants: 50, killed: 50, byMatrix: 45 };
  expect(shortfalls(good, true)).toEqual([]);
  expect(shortfalls({ mutants: 49, killed: 49, byMatrix: 49 }, true)).toEqual(["fewer than 50 mutants"]);
  expect(shortfalls({ ...good, killed: 49 }, true)).toEqual(["1 of 50 mutants survive"]);
  expect(shortfalls({ ...good, byMatrix: 44 }, true)).toEqual([
    "fewer than 90 % noticed by the matrix alone",
  ]);
  expect(shortfalls({ mutants: 3, killed: 3, byMatrix: 0 }, false)).toEqual([]);
  expect(shortfalls({ mutants: 0, killed: 0, byMatrix: 0 }, false)).toEqual(["0 of 0 mutants survive"]);
});

test("a fault that changes nothing or does not apply is no mutant", async () => {
  const harmless = { name: "harmless", sql: "create schema harmless" };
  await expect(tryMutant(ground, harmless)).rejects.toThrow("changes nothing");
  const impossible = { name: "impossible", sql: "drop policy nothing on public.clients" };
  await expect(tryMutant(ground, impossible)).rejects.toThrow("does not apply");
});
