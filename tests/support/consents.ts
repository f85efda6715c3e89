/** A test that moves a window or changes a route by SQL does what no command can: people agree to it here as it then stands. */
import type { Sql } from "postgres";

export async function agreeAsItStands(sql: Sql, request: string): Promise<void> {
  await sql`update public.migration_requests r set window_confirmed_for = private.date_facts(r),
    route_chosen_at = now(), route_chosen_for = private.route_facts(r) where id = ${request}`;
}
