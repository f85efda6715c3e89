/** Who may halt the moves of a provider, who may resume them, and who is notified. */
import { expect, test } from "vitest";
import type { Actor } from "../../fixtures/two-tenants.ts";
import { useDriver } from "../../fixtures/own-database.ts";

const { tenants, driver } = await useDriver();

test("a manager halts, an admin resumes, staff are notified; clients and other providers are not", async () => {
  const { provider } = tenants.own;
  const reason = "Meta reports an incident";
  const halt = (actor: Actor, change: object = {}) =>
    driver.try(actor, "halt_moves", { provider, reason, ...change });
  const resume = (actor: Actor) => driver.try(actor, "resume_moves", { provider });
  const reported = (actor: Actor, whose = provider) => driver.try(actor, "move_halt", { provider: whose });

  expect(await reported("analyst")).toEqual({ done: null });
  expect(await halt("analyst")).toMatchObject({ refused: "403 not_permitted" });
  for (const actor of ["client", "foreignAdmin", "endedMember", "stranger"] as const) {
    expect(await halt(actor)).toMatchObject({ refused: "404 provider_not_found" });
    expect(await reported(actor)).toMatchObject({ refused: "404 provider_not_found" });
    expect(await resume(actor)).toMatchObject({ refused: "404 provider_not_found" });
  }
  expect(await halt("manager", { reason: "  " })).toMatchObject({ refused: "400 invalid_input" });
  expect(await halt("manager")).toEqual({ done: { id: provider } });
  expect(await halt("admin", { reason: "Once more" })).toEqual({ done: { id: provider } });
  expect(await reported("analyst")).toMatchObject({ done: { everywhere: false, reason, underWay: 0 } });
  expect(await reported("foreignAdmin", tenants.foreign.provider)).toEqual({ done: null });

  expect(await resume("manager")).toMatchObject({ refused: "403 not_permitted" });
  expect(await resume("admin")).toEqual({ done: { id: provider } });
  expect(await reported("manager")).toEqual({ done: null });
});
