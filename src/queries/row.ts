/** Rows as the database's own generated types describe them. */
import type { Database } from "../../supabase/database.types.ts";

export type Row<Table extends keyof Database["public"]["Tables"]> =
  Database["public"]["Tables"][Table]["Row"];
