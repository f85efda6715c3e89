/** Whose rows' changes are entries of their own, as the triggers in the database have it; a test proves them equal. */
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

/** Entries that are neither an event's nor a table's. */
export const ownKinds = ["request.noted", "request.taken_up", "request.deleted", "audit.erased"] as const;
export type OwnKind = (typeof ownKinds)[number];

const among = <T extends string>(list: readonly T[], text: string | undefined) =>
  list.find((one) => one === text);

/** "members.added" → its table and what became of the row; null for other kinds. */
export function readTableKind(kind: string): { table: AuditedTable; change: RowChange } | null {
  const [first, second, ...rest] = kind.split(".");
  const table = among(auditedTables, first);
  const change = among(rowChanges, second);
  return table && change && rest.length === 0 ? { table, change } : null;
}

export const readOwnKind = (kind: string): OwnKind | null => among(ownKinds, kind) ?? null;
