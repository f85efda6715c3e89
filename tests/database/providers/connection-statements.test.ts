/** An admin states how many numbers an account holds, and whether Meta allows a connection programmatic migration. */
import { expect, test } from "vitest";
import { useDriver } from "../../fixtures/own-database.ts";

const { database, tenants, driver } = await useDriver();

test("an admin states for their own connection that Meta allows programmatic migration, and withdraws it", async () => {
  const { provider, connection } = tenants.own;
  const state = (actor: "admin" | "manager" | "client", change: object) =>
    driver.try(actor, "state_programmatic", { provider, connection, allowed: true, ...change });
  const stated = async () => {
    const [row] = await database.sql`
      select programmatic_stated_at is not null as stated, programmatic_stated_by as by from public.meta_connections where id = ${connection}`;
    return row;
  };
  expect(await state("manager", {})).toMatchObject({ refused: "403 not_permitted" });
  expect(await state("client", {})).toMatchObject({ refused: "404 provider_not_found" });
  expect(await state("admin", { connection: tenants.foreign.connection })).toMatchObject({
    refused: "404 connection_not_found",
  });
  expect(await state("admin", { allowed: null })).toMatchObject({ refused: "400 invalid_input" });
  expect(await state("admin", {})).toEqual({ done: { id: connection } });
  expect(await stated()).toMatchObject({ stated: true, by: expect.any(String) });
  expect(await state("admin", { allowed: false })).toHaveProperty("done");
  expect(await stated()).toEqual({ stated: false, by: null });
});

test("an admin sets and removes the limit of their own connection only", async () => {
  const { provider, connection } = tenants.own;
  const set = (actor: "admin" | "manager" | "client", change: object) =>
    driver.try(actor, "set_number_limit", { provider, connection, limit: 5, ...change });
  const limit = async () => {
    const [row] =
      await database.sql`select number_limit from public.meta_connections where id = ${connection}`;
    return row?.number_limit;
  };
  expect(await set("admin", {})).toEqual({ done: { id: provider } });
  expect(await limit()).toBe(5);
  expect(await set("manager", {})).toMatchObject({ refused: "403 not_permitted" });
  expect(await set("client", {})).toMatchObject({ refused: "404 provider_not_found" });
  expect(await set("admin", { limit: 0 })).toMatchObject({ refused: "400 invalid_input" });
  expect(await set("admin", { connection: tenants.foreign.connection })).toMatchObject({
    refused: "404 connection_not_found",
  });
  expect(await set("admin", { limit: null })).toHaveProperty("done");
  expect(await limit()).toBeNull();
});
