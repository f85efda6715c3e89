/** Who the signed-in person is: their memberships, the provider in view, and what they may do there. */
import { type Permission, permits } from "#domain/access/permissions.ts";
import { useQuery } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import {
  accessQuery,
  chosenProvider,
  type Membership,
  membershipIn,
  noAccess,
  rolesAt,
} from "../providers/access.ts";

export function useAccess() {
  const query = useQuery(accessQuery);
  return { access: query.data ?? noAccess, loading: query.isLoading, error: query.error };
}

/** The membership in view; people of several providers choose. */
export function useMembership(): { membership: Membership | undefined; choose(providerId: string): void } {
  const { access } = useAccess();
  const chosen = useSyncExternalStore(chosenProvider.subscribe, chosenProvider.read);
  return { membership: membershipIn(access, chosen), choose: chosenProvider.choose };
}

/** Returns whether the person may do something with the provider in view; call it once per table, not per row. */
export function usePermitted(providerId?: string): (permission: Permission) => boolean {
  const { access } = useAccess();
  const { membership: current } = useMembership();
  const roles = rolesAt(access, providerId ?? current?.providerId ?? access.clients[0]?.providerId);
  return (permission) => permits(roles, permission);
}
