/** Thousands of numbers of one provider whose cut-over has begun, as copies of one request. */
import type { Sql } from "postgres";

/** Copies the request with its steps `count` times, each with a number (of no country) and a reference of its own. */
export async function fillQueue(sql: Sql, request: string, count: number): Promise<void> {
  const columns = await sql<{ name: string }[]>`
    select column_name as name from information_schema.columns
    where table_schema = 'public' and table_name = 'migration_requests' and is_generated = 'NEVER'
      and column_name not in ('id', 'reference', 'phone_number') order by ordinal_position`;
  const rest = columns.map(({ name }) => `"${name}"`).join(", ");
  await sql.unsafe(
    `with copies as (
       insert into public.migration_requests (id, reference, phone_number, ${rest})
       select gen_random_uuid(), 'Q-' || n, '+999' || lpad(n::text, 7, '0'), ${rest}
       from public.migration_requests, generate_series(1, $2) as n where id = $1
       returning provider_id, client_id, id)
     insert into public.cutover_steps (provider_id, client_id, request_id, step, position, state)
     select c.provider_id, c.client_id, c.id, s.step, s.position, s.state
     from copies c, public.cutover_steps s where s.request_id = $1`,
    [request, count],
  );
  await sql`analyze`;
}
