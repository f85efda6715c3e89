/** The tables whose row changes the database's triggers audit; a test proves both lists equal. */
export const auditedTables = [
  "providers",
  "members",
  "clients",
  "client_members",
  "old_providers",
  "tariffs",
  "meta_connections",
  "connection_tokens",
  "clock_targets",
  "provider_calendars",
  "halts",
  "exports",
  "batches",
  "probe_settings",
  "invitations",
  "events",
] as const;
export type AuditedTable = (typeof auditedTables)[number];

export const rowChanges = ["added", "changed", "removed", "taken_up"] as const;
export type RowChange = (typeof rowChanges)[number];

/** Kinds of entries that belong neither to an event nor to a table. */
export const ownKinds = ["request.noted", "request.taken_up", "request.deleted", "audit.erased"] as const;
export type OwnKind = (typeof ownKinds)[number];

const among = <T extends string>(list: readonly T[], text: string | undefined) =>
  list.find((one) => one === text);

/** "members.added" → the table and the change to its row; null for other kinds. */
export function readTableKind(kind: string): { table: AuditedTable; change: RowChange } | null {
  const [first, second, ...rest] = kind.split(".");
  const table = among(auditedTables, first);
  const change = among(rowChanges, second);
  return table && change && rest.length === 0 ? { table, change } : null;
}

export const readOwnKind = (kind: string): OwnKind | null => among(ownKinds, kind) ?? null;
