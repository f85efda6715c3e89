/** Reads one request for pages that do without Refine. */
import { supabase, type Tables } from "../providers/supabase-client.ts";

/** `fields`: PostgREST's select. Null: there is none, or not for this person. */
export async function readRequest<Row>(id: string, fields: string): Promise<Row | null> {
  const client: Tables = supabase;
  const { data, error } = await client.from("migration_requests").select(fields).eq("id", id).maybeSingle();
  if (error) throw error;
  return data as Row | null;
}
