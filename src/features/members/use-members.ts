/** People with access and unanswered invitations: of a provider's team, or of one of its clients. */
import type { MemberRole } from "#domain/access/permissions.ts";
import { type CrudFilter, useList, useOne } from "@refinedev/core";
import type { Pace } from "../../providers/live-provider.ts";
import type { Row } from "../../queries/row.ts";

export type Member = Omit<Row<"members">, "role"> & { role: MemberRole };
export type ClientMember = Row<"client_members">;
/** To act for a client, or to work for the provider. */
export type InvitedAs = { role: "client"; client_id: string } | { role: MemberRole; client_id: null };
export type Invitation = Omit<Row<"invitations">, keyof InvitedAs> & InvitedAs;

const isOpen = (field: string): CrudFilter => ({ field, operator: "null", value: true });
const isEqual = (field: string, value: string): CrudFilter => ({ field, operator: "eq", value });
const pagination = { mode: "off" as const };

function usePeople<Person extends Member | ClientMember>(
  resource: string,
  of: CrudFilter[],
  invited: CrudFilter[],
) {
  const people = useList<Person>({
    resource,
    filters: [...of, isOpen("ended_at")],
    sorters: [{ field: "name", order: "asc" }],
    pagination,
  });
  const invitations = useList<Invitation>({
    resource: "invitations",
    filters: [...invited, isOpen("accepted_at"), isOpen("withdrawn_at")],
    sorters: [{ field: "created_at", order: "desc" }],
    pagination,
    // The tick takes some seconds to mail one.
    liveParams: { pace: "job" satisfies Pace },
  });
  return {
    people: people.result.data,
    invitations: invitations.result.data,
    isLoading: people.query.isLoading || invitations.query.isLoading,
    isError: people.query.isError || invitations.query.isError,
    retry: () => void Promise.all([people.query.refetch(), invitations.query.refetch()]),
  };
}

export function useMembers(providerId: string) {
  const ofProvider = isEqual("provider_id", providerId);
  return usePeople<Member>("members", [ofProvider], [ofProvider, isOpen("client_id")]);
}

/** `client` undefined: it does not exist, or belongs to another provider. */
export function useClientMembers(providerId: string, clientId: string) {
  const ofClient = [isEqual("provider_id", providerId), isEqual("client_id", clientId)];
  const people = usePeople<ClientMember>("client_members", ofClient, ofClient);
  const { result: client, query } = useOne<Row<"clients">>({
    resource: "clients",
    id: clientId,
    queryOptions: { retry: false },
    errorNotification: false,
  });
  const isMissing = query.error?.statusCode === 404 || (client && client.provider_id !== providerId);
  return {
    ...people,
    client: isMissing ? undefined : client,
    isLoading: people.isLoading || query.isLoading,
    isError: people.isError || (query.isError && !isMissing),
    retry: () => {
      people.retry();
      void query.refetch();
    },
  };
}
