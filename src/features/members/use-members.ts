/** The provider's live members, and the invitations that nobody has answered. */
import type { MemberRole } from "#domain/access/permissions.ts";
import { type CrudFilter, useList } from "@refinedev/core";
import type { Row } from "../../providers/row.ts";

export type Member = Omit<Row<"members">, "role"> & { role: MemberRole };
export type Invitation = Omit<Row<"invitations">, "role"> & { role: MemberRole };

const isOpen = (field: string): CrudFilter => ({ field, operator: "null", value: true });

export function useMembers(providerId: string) {
  const ofProvider: CrudFilter = { field: "provider_id", operator: "eq", value: providerId };
  const pagination = { mode: "off" as const };
  const members = useList<Member>({
    resource: "members",
    filters: [ofProvider, isOpen("ended_at")],
    sorters: [{ field: "name", order: "asc" }],
    pagination,
  });
  const invitations = useList<Invitation>({
    resource: "invitations",
    filters: [ofProvider, isOpen("accepted_at"), isOpen("withdrawn_at")],
    sorters: [{ field: "created_at", order: "desc" }],
    pagination,
    // Mailing one takes the tick some seconds.
    queryOptions: { refetchInterval: 5000 },
  });
  return {
    members: members.result.data,
    invitations: invitations.result.data,
    isLoading: members.query.isLoading || invitations.query.isLoading,
    isError: members.query.isError || invitations.query.isError,
    retry: () => void Promise.all([members.query.refetch(), invitations.query.refetch()]),
  };
}
