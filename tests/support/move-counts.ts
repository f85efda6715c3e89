/** What the database holds of one move, counted. */
import * as z from "zod/mini";
import type { Move } from "./move-runner.ts";

const countsSchema = z.object({
  before: z.number(),
  after: z.number(),
  openIntents: z.number(),
  events: z.number(),
  outbox: z.number(),
  secrets: z.number(),
});

/** `secrets`: rows in which the move's code or PIN stands. */
export async function eventCount(move: Move): Promise<z.infer<typeof countsSchema>> {
  const { sql } = move.database;
  const id = move.request;
  const tokens = move.simulator.simulation.state.tokens.map(({ token }) => token);
  const secrets = [...move.inbox().map(({ code }) => code), ...tokens, "135790"].join("|");
  const [row] = await sql`
    select
      (select count(distinct moment)::int from public.snapshots where request_id = ${id} and moment = 'before') as before,
      (select count(*)::int from public.snapshots where request_id = ${id} and moment = 'after') as after,
      (select count(*)::int from private.intents where request_id = ${id} and closed_at is null) as "openIntents",
      (select count(*)::int from public.events where request_id = ${id}) as events,
      (select count(*)::int from private.outbox where request_id = ${id}) as outbox,
      (select count(*)::int from (
        select to_jsonb(e) - 'created_at' as data from public.events e where request_id = ${id}
        union all select jsonb_build_array(result, authorisation) from public.cutover_steps where request_id = ${id}
        union all select answer from private.intents where request_id = ${id}
        union all select payload from public.exception_payloads p join public.request_exceptions x on x.id = p.exception_id
          where x.request_id = ${id}) as held (data)
        where data::text ~ ${`(^|[^0-9a-f-])(${secrets})([^0-9a-f-]|$)`}) as secrets`;
  return countsSchema.parse(row);
}
