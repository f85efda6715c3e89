/** Moves what the database keeps of a move's times into the past, as if so long had gone by. */
import type { TestDatabase } from "./database.ts";

/** `provider`: also what its moves share. */
export async function ageMove(
  sql: TestDatabase["sql"],
  request: string,
  span: string,
  provider?: string,
): Promise<void> {
  await sql`update private.intents set opened_at = opened_at - ${span}::interval, lease_until = lease_until - ${span}::interval,
    blocked_until = blocked_until - ${span}::interval where request_id = ${request}`;
  if (provider !== undefined)
    await sql`update private.graph_pauses set closed_until = closed_until - ${span}::interval,
      breaker_until = breaker_until - ${span}::interval where provider_id = ${provider}`;
  await sql`update public.cutover_steps set wait_from = wait_from - ${span}::interval, wait_until = wait_until - ${span}::interval,
      blocked_until = blocked_until - ${span}::interval, authorised_at = authorised_at - ${span}::interval
    where request_id = ${request}`;
}
