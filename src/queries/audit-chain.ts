/** The audit of a provider as its admins may read it: the head, and every row for the verifier. */
import type { AuditRow, AuditValue } from "#domain/audit/chain.ts";
import * as z from "zod/mini";
import { supabase } from "../providers/supabase-client.ts";
import { useRpc } from "./rpc.ts";

const headSchema = z.object({
  seq: z.int(),
  hash: z.string(),
  /** Entries not yet sealed, and since when the oldest of them has waited. */
  waiting: z.int(),
  waitingSince: z.nullable(z.string()),
  /** Sealing has stopped: normally the tick seals every few seconds. */
  late: z.boolean(),
});

export function useAuditHead(providerId: string) {
  return useRpc(
    "audit_head",
    { p_provider: providerId },
    { schema: headSchema, enabled: providerId !== "", live: { resource: "audit_rows" } },
  );
}

const rowSchema = z.object({
  id: z.coerce.number(),
  provider_id: z.string(),
  seq: z.coerce.number(),
  at: z.string(),
  kind: z.string(),
  actor_kind: z.string(),
  actor_id: z.nullable(z.string()),
  request_id: z.nullable(z.string()),
  event_id: z.nullable(z.coerce.number()),
  body: z.string(),
  hash: z.string(),
});
const valueSchema = z.object({
  entry: z.coerce.number(),
  field: z.string(),
  salt: z.string(),
  value: z.string(),
});

const rowsAtATime = 200;
/** The most that hosted Supabase returns. */
const valuesAtATime = 1000;

/** The values that remain of these entries, by entry. */
export async function readAuditValues(entries: readonly number[]): Promise<Map<number, AuditValue[]>> {
  const found = new Map<number, AuditValue[]>();
  for (let from = 0; entries.length > 0; from += valuesAtATime) {
    const { data, error } = await supabase
      .from("audit_values")
      .select("entry, field, salt, value")
      .in("entry", [...entries])
      .order("entry")
      .order("field")
      .range(from, from + valuesAtATime - 1);
    if (error) throw error;
    for (const { entry, ...value } of z.array(valueSchema).parse(data))
      found.set(entry, [...(found.get(entry) ?? []), value]);
    if (data.length < valuesAtATime) break;
  }
  return found;
}

/** Every row by its number. `onRead` is called with the number read so far. */
export async function* readAuditRows(
  providerId: string,
  onRead: (rows: number) => void,
): AsyncGenerator<AuditRow> {
  for (let from = 0; ; from += rowsAtATime) {
    const { data, error } = await supabase
      .from("audit_rows")
      .select("id, provider_id, seq, at, kind, actor_kind, actor_id, request_id, event_id, body, hash")
      .eq("provider_id", providerId)
      .order("seq")
      .order("id")
      .range(from, from + rowsAtATime - 1);
    if (error) throw error;
    const rows = z.array(rowSchema).parse(data);
    const values = await readAuditValues(rows.map(({ id }) => id));
    for (const row of rows) yield { ...row, values: values.get(row.id) ?? [] };
    onRead(from + rows.length);
    if (rows.length < rowsAtATime) return;
  }
}
