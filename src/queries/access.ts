/** Who the signed-in person is here: their memberships, and the provider they look at. */
import {
  type MemberRole,
  invitedRoles,
  memberRoles,
  type Permission,
  type Role,
  permits,
} from "#domain/access/permissions.ts";
import { useQuery } from "@tanstack/react-query";
import { useCallback, useSyncExternalStore } from "react";
import * as z from "zod/mini";
import { supabase } from "../providers/supabase-client.ts";

const membership = z.object({
  memberId: z.string(),
  providerId: z.string(),
  providerSlug: z.string(),
  providerName: z.string(),
  accentColor: z.string(),
  role: z.enum(memberRoles),
  name: z.string(),
  /** The provider lets its admins in with a second factor only, and this session has none. */
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
  /** Whose client user they are to be; null: a member of staff. */
  clientName: z.nullable(z.string()),
  role: z.enum(invitedRoles),
});
const accessSchema = z.object({
  memberships: z.array(membership),
  clients: z.array(clientOf),
  /** Open ones, to the address that the person has confirmed. */
  invitations: z.array(invitation),
});
export type Access = z.infer<typeof accessSchema>;
export type Membership = z.infer<typeof membership>;

const nothing: Access = { memberships: [], clients: [], invitations: [] };

/** Throws when Portdesk cannot be reached. */
export async function readAccess(): Promise<Access> {
  const { data, error } = await supabase.rpc("my_access");
  if (error) throw error;
  return accessSchema.parse(data);
}

/** The answer is kept for the session; signing in or out forgets it. */
export function useAccess() {
  const query = useQuery({ queryKey: ["my-access"], queryFn: readAccess, staleTime: 5 * 60_000 });
  return { access: query.data ?? nothing, loading: query.isLoading, error: query.error };
}

const storageKey = "portdesk.provider";
const listeners = new Set<() => void>();
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** The membership whose queue is shown; people of several providers choose. */
export function useMembership(): { membership: Membership | undefined; choose(providerId: string): void } {
  const { access } = useAccess();
  const chosen = useSyncExternalStore(subscribe, () => localStorage.getItem(storageKey));
  const choose = useCallback((providerId: string) => {
    localStorage.setItem(storageKey, providerId);
    for (const listener of listeners) listener();
  }, []);
  return {
    membership: access.memberships.find((one) => one.providerId === chosen) ?? access.memberships[0],
    choose,
  };
}

/** Roles that the person holds with a provider. */
export function rolesAt(access: Access, providerId: string | undefined): Role[] {
  const staff: MemberRole[] = access.memberships
    .filter((one) => one.providerId === providerId)
    .map((one) => one.role);
  return access.clients.some((one) => one.providerId === providerId) ? [...staff, "client"] : staff;
}

/** A function that tells what the person may do with the provider in view; ask it once per table, not per row. */
export function usePermitted(providerId?: string): (permission: Permission) => boolean {
  const { access } = useAccess();
  const { membership: current } = useMembership();
  const roles = rolesAt(access, providerId ?? current?.providerId ?? access.clients[0]?.providerId);
  return (permission) => permits(roles, permission);
}
