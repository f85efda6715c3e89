/** A sample of the mutants, one of every sort; all of them: `npm run test:mutants`. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Ground, prepareGround, tryMutant } from "./mutants/trial.ts";

let ground: Ground;

beforeAll(async () => {
  ground = await prepareGround();
});
afterAll(() => ground.drop());

const sample: [name: string, killer: "matrix" | "snapshot"][] = [
  ["policy checks_select_own lets everybody through", "matrix"],
  ["policy comments_select_own shows clients what is internal", "matrix"],
  ["authenticated may update (provider_id) public.migration_requests", "matrix"],
  ["private.my_client_ids forgets that memberships end", "matrix"],
  ["private.my_roles searches its names anywhere", "snapshot"],
  ["public.accept_request asks for no more than reading", "matrix"],
  ["signed-in people pass row-level security", "matrix"],
];

test.each(sample)("%s: noticed by the %s", async (name, killer) => {
  const mutant = ground.mutants.find((one) => one.name === name);
  if (!mutant) throw new Error("There is no such mutant");
  expect(await tryMutant(ground, mutant)).toMatchObject({ killer });
});

test("a fault that changes nothing or does not apply is none", async () => {
  const harmless = { name: "harmless", sql: "create schema harmless" };
  await expect(tryMutant(ground, harmless)).rejects.toThrow("changes nothing");
  const impossible = { name: "impossible", sql: "drop policy nothing on public.clients" };
  await expect(tryMutant(ground, impossible)).rejects.toThrow("does not apply");
});
