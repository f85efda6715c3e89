/** Who the signed-in person is: the database's answer, kept for the session, and the provider in view. */
import { invitedRoles, type MemberRole, memberRoles, type Role } from "#domain/access/permissions.ts";
import * as z from "zod/mini";
import { supabase } from "./supabase-client.ts";

const membership = z.object({
  memberId: z.string(),
  providerId: z.string(),
  providerSlug: z.string(),
  providerName: z.string(),
  accentColor: z.string(),
  role: z.enum(memberRoles),
  name: z.string(),
  /** The provider requires a second factor of its admins, and this session has none. */
  locked: z.boolean(),
});
const clientOf = z.object({
  clientId: z.string(),
  clientName: z.string(),
  providerId: z.string(),
  providerSlug: z.string(),
  providerName: z.string(),
  accentColor: z.string(),
  officeName: z.string(),
  officeEmail: z.string(),
  officePhone: z.nullable(z.string()),
  platformSignupUrl: z.string(),
  name: z.string(),
});
const invitation = z.object({
  id: z.string(),
  providerName: z.string(),
  /** The client they are invited to act for; null: as staff. */
  clientName: z.nullable(z.string()),
  role: z.enum(invitedRoles),
});
const accessSchema = z.object({
  memberships: z.array(membership),
  clients: z.array(clientOf),
  /** Open invitations to the person's confirmed address. */
  invitations: z.array(invitation),
});
export type Access = z.infer<typeof accessSchema>;
export type Membership = z.infer<typeof membership>;

export const noAccess: Access = { memberships: [], clients: [], invitations: [] };

/** Throws when Portdesk cannot be reached. */
export async function readAccess(): Promise<Access> {
  const { data, error } = await supabase.rpc("my_access");
  if (error) throw error;
  return accessSchema.parse(data);
}

/** Read once and kept for five minutes; signing in or out discards it. */
export const accessQuery = { queryKey: ["my-access"], queryFn: readAccess, staleTime: 5 * 60_000 };

const storageKey = "portdesk.provider";
const listeners = new Set<() => void>();

/** The provider that the person has chosen to view; null: the first that they work for. */
export const chosenProvider = {
  read: () => localStorage.getItem(storageKey),
  choose(providerId: string) {
    localStorage.setItem(storageKey, providerId);
    for (const listener of listeners) listener();
  },
  subscribe(listener: () => void) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

/** The membership in view. */
export function membershipIn(access: Access, chosen: string | null): Membership | undefined {
  return access.memberships.find((one) => one.providerId === chosen) ?? access.memberships[0];
}

/** Roles that the person holds with a provider. */
export function rolesAt(access: Access, providerId: string | undefined): Role[] {
  const staff: MemberRole[] = access.memberships
    .filter((one) => one.providerId === providerId)
    .map((one) => one.role);
  return access.clients.some((one) => one.providerId === providerId) ? [...staff, "client"] : staff;
}
