/** The relations whose rows the operator's verifier compares with the audit. */
import type { AuditedTable } from "#domain/audit/audited-tables.ts";

type Compared = {
  schema: "public" | "private";
  /** The column that identifies a row in the audit. */
  key: string;
  provider: string;
  /** Columns that the audit omits. */
  leftOut: readonly string[];
};

const ordinary: Compared = { schema: "public", key: "id", provider: "provider_id", leftOut: [] };

export const comparedRelations: Readonly<Record<AuditedTable | "migration_requests", Compared>> = {
  migration_requests: ordinary,
  events: { ...ordinary, leftOut: ["created_at"] },
  providers: { ...ordinary, provider: "id" },
  members: ordinary,
  clients: ordinary,
  client_members: ordinary,
  old_providers: ordinary,
  tariffs: ordinary,
  meta_connections: ordinary,
  connection_tokens: {
    ...ordinary,
    schema: "private",
    key: "connection_id",
    leftOut: ["nonce", "ciphertext"],
  },
  clock_targets: ordinary,
  provider_calendars: { ...ordinary, key: "provider_id", leftOut: ["holidays", "built_at"] },
  halts: { ...ordinary, schema: "private" },
  exports: ordinary,
  batches: ordinary,
  probe_settings: { ...ordinary, key: "provider_id" },
  invitations: { ...ordinary, leftOut: ["mailed_at", "attempts", "tried_at"] },
};
