import { beforeEach, expect, it, vi } from "vitest";
import type { MemberRole } from "#domain/access/permissions.ts";
import { noAccess } from "./access.ts";
import { createAccessControlProvider } from "./access-control.ts";

vi.mock("./supabase-client.ts", () => ({ supabase: {} }));
beforeEach(() => vi.stubGlobal("localStorage", { getItem: () => null }));

const membership = (role: MemberRole) => ({
  memberId: "m",
  providerId: "p",
  providerSlug: "p",
  providerName: "P",
  accentColor: "#000000",
  role,
  name: "N",
  locked: false,
});
const { can: asAnalyst } = createAccessControlProvider(async () => ({
  ...noAccess,
  memberships: [membership("analyst")],
}));
const { can: asManager } = createAccessControlProvider(async () => ({
  ...noAccess,
  memberships: [membership("manager")],
}));

it("is the permission table: an analyst reads what a manager may change", async () => {
  const edit = { resource: "migration_requests", action: "edit" };
  expect(await asAnalyst({ resource: "migration_requests", action: "show" })).toEqual({ can: true });
  expect(await asAnalyst(edit)).toEqual({ can: false, reason: "forbidden" });
  expect(await asManager(edit)).toEqual({ can: true });
  expect(await asManager({ resource: "audit_rows", action: "list" })).toMatchObject({ can: false });
});

it.each([
  ["migration_requests", "delete"],
  ["connection_tokens", "list"],
  ["", "toString"],
])("refuses what nobody has named: %s %s", async (resource, action) => {
  expect(await asManager({ resource, action })).toEqual({ can: false, reason: "unknown_action" });
});
