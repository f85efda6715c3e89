/** The names behind the ids of people: members and client users of the provider, former ones included. */
import { type CrudFilter, useList } from "@refinedev/core";

type Person = { id: string; user_id: string; name: string };

/** `clientId`: only this client's users, and not those of every client. */
export function usePeople(providerId: string, clientId?: string) {
  const filters: CrudFilter[] = [{ field: "provider_id", operator: "eq", value: providerId }];
  const query = {
    pagination: { mode: "off" as const },
    meta: { select: "id, user_id, name" },
    queryOptions: { enabled: providerId !== "" },
  };
  const members = useList<Person>({ resource: "members", filters, ...query }).result.data;
  const clients = useList<Person>({
    resource: "client_members",
    filters:
      clientId === undefined
        ? filters
        : [...filters, { field: "client_id", operator: "eq", value: clientId }],
    ...query,
  }).result.data;
  const names = new Map([...clients, ...members].map(({ user_id, name }) => [user_id, name]));
  return { members, clients, nameOf: (id: string) => names.get(id) };
}
export type People = ReturnType<typeof usePeople>;
