/** Readers read both proofs with their own rights, and only the staff's proof names people. */
import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { approvals } from "#domain/proof/sections/approvals.ts";
import type { Variant } from "#domain/proof/proof-rows.ts";
import { readProofRows } from "../../../src/queries/proof-reading.ts";
import { publishableKey, type ServedPlatform, servePlatform } from "../../platform/local-platform.ts";
import { useDriver } from "../../fixtures/own-database.ts";

const { database, tenants, driver } = await useDriver();
const request = await driver.bringTo("completed");

const browser = vi.hoisted((): { client?: SupabaseClient } => ({}));
vi.mock("../../../src/providers/supabase-client.ts", () => ({
  get supabase() {
    return browser.client;
  },
}));

let platform: ServedPlatform;

beforeAll(async () => {
  platform = await servePlatform(database);
});
afterAll(() => platform.stop());

async function readAs(person: "client" | "manager", reader: Variant) {
  const token = await platform.signed({ aud: "authenticated", ...tenants.claims[person] });
  browser.client = createClient(platform.url, publishableKey, {
    global: { headers: { authorization: `Bearer ${token}` } },
  });
  return readProofRows(request, reader);
}

test("the staff's proof names who agreed", async () => {
  const commands = approvals.build(await readAs("manager", "staff"), "staff");
  expect(commands).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ action: "request.submit", by: "client", name: "client" }),
      expect.objectContaining({ action: "cutover.start", by: "provider", name: "manager" }),
    ]),
  );
});

test("the client's proof contains nobody's id, and the client cannot get one by asking", async () => {
  const rows = await readAs("client", "client");
  expect(rows.events.length).toBeGreaterThan(5);
  expect(rows.events.filter((event) => "actor_id" in event)).toEqual([]);
  expect(approvals.build(rows, "client").map(({ name }) => name)).not.toContain("manager");
  const { data } = (await browser.client?.rpc("event_actors", { p_request: request })) ?? {};
  expect(data).toEqual({});
});
