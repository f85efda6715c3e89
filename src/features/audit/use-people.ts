/** The name behind an actor's id: members and client users of the provider, former ones included. */
import { useList } from "@refinedev/core";

type Person = { id: string; user_id: string; name: string };

export function usePeople(providerId: string) {
  const query = {
    filters: [{ field: "provider_id", operator: "eq" as const, value: providerId }],
    pagination: { mode: "off" as const },
    meta: { select: "id, user_id, name" },
    queryOptions: { enabled: providerId !== "" },
  };
  const members = useList<Person>({ resource: "members", ...query }).result.data;
  const clients = useList<Person>({ resource: "client_members", ...query }).result.data;
  const names = new Map([...clients, ...members].map(({ user_id, name }) => [user_id, name]));
  return { members, clients, nameOf: (id: string) => names.get(id) };
}
export type People = ReturnType<typeof usePeople>;
