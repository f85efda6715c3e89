/** What people do and what happens at Meta while a number is shared: agreement, messages both ways, and the removal. */
import type { Step } from "#domain/cutover/step-catalogue.ts";
import type { Sql } from "postgres";
import type { SimulatorSeed } from "../../supabase/graph-simulator/seed.ts";
import type { Actor } from "./engine-commands.ts";
import { metaIds, type Office, type Simulator } from "./move-fixture.ts";

type People = {
  office: Office;
  e164: string;
  simulator: Simulator;
  command: (actor: Actor, name: string, parameters: Record<string, unknown>) => Promise<void>;
};

/** Takes the step where it is people's on the route that shares the number; false for any other. */
export async function takeSharingStep(people: People, step: Step): Promise<boolean> {
  const { office, e164, simulator, command } = people;
  const complete = (actor: Actor, note: string, more: Record<string, string> = {}) =>
    command(actor, "complete_manual_step", { p_step: step, p_note: note, ...more });
  switch (step) {
    case "acknowledge_sharing":
      await complete(office.client, "Understood.");
      return true;
    case "approve_removal":
      await complete(office.manager, "All systems are switched.", { p_last_four: e164.slice(-4) });
      return true;
    case "remove_old_partner":
      simulator.simulation.changeNumber(e164, { waba_id: metaIds.source, status: "DELETED" });
      await complete(office.client, "Removed.");
      return true;
    default:
      return false;
  }
}

/** As if a test message had been delivered through the new account, and answered. */
export async function passMessages(sql: Sql, request: string): Promise<void> {
  await sql`
    insert into public.message_sightings (provider_id, client_id, request_id, direction, message_hash, status, at)
    select r.provider_id, r.client_id, r.id, m.way, encode(sha256(gen_random_uuid()::text::bytea), 'hex'), m.status, now()
    from public.migration_requests r, (values ('out', 'delivered'), ('in', 'received')) as m (way, status)
    where r.id = ${request}`;
  await sql`update public.cutover_steps set wait_until = null where request_id = ${request} and step = 'exchange_messages'`;
}

/** The same accounts with the number's account under the new model, in which the signup window shares it. */
export function underNewModel(seed: SimulatorSeed): SimulatorSeed {
  const wabas = (seed.wabas ?? []).map((waba) =>
    waba.id === metaIds.source ? { ...waba, account_model: "new" as const } : waba,
  );
  return { ...seed, wabas };
}
