/** What the signed-in person may do with each resource: Refine's buttons, menus and pages ask here. */
import { type Permission, permits } from "#domain/access/permissions.ts";
import type { AccessControlProvider } from "@refinedev/core";
import { type Access, chosenProvider, membershipIn, rolesAt } from "./access.ts";

export type ResourceAction = "list" | "show" | "create" | "edit";

/** Nobody may do what is missing here. The database decides whatever this says. */
const actions: Record<string, Partial<Record<ResourceAction, Permission>>> = {
  migration_requests: {
    list: "request.read",
    show: "request.read",
    create: "request.draft",
    edit: "request.edit",
  },
  cutover_steps: { show: "request.read" },
  snapshots: { show: "request.read" },
  reports: { list: "report.read" },
  members: { list: "member.manage", edit: "member.manage" },
  provider_calendars: { list: "settings.manage" },
  audit_rows: { list: "audit.read" },
};

/** The permission that an action on a resource needs; undefined: nobody has it. */
export function permissionFor(resource: string | undefined, action: string): Permission | undefined {
  const known = new Map(Object.entries(actions[resource ?? ""] ?? {}));
  return known.get(action);
}

/** `readAccess`: as cached by `accessQuery`. */
export function createAccessControlProvider(readAccess: () => Promise<Access>): AccessControlProvider {
  return {
    async can({ resource, action }) {
      const permission = permissionFor(resource, action);
      if (!permission) return { can: false, reason: "unknown_action" };
      const access = await readAccess();
      const provider =
        membershipIn(access, chosenProvider.read())?.providerId ?? access.clients[0]?.providerId;
      return permits(rolesAt(access, provider), permission)
        ? { can: true }
        : { can: false, reason: "forbidden" };
    },
    // Checked again when the person switches provider or signs in anew.
    options: { queryOptions: { staleTime: 0 } },
  };
}
