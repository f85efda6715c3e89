/** What is true at Meta of a number that our state says has passed the point of no return. */
import type { Move } from "./move-runner.ts";
import { metaIds } from "./move-fixture.ts";

const registered = new Set(["CONNECTED", "FLAGGED", "RATE_LIMITED", "RESTRICTED"]);

/** Faults of our state against the simulator's: past the point of no return our account serves the number, alone unless it is shared. */
export async function truthFaults({ database, request, simulator, e164 }: Move): Promise<string[]> {
  const [row] = await database.sql<{ past: boolean; account: string | null }[]>`
    select no_return_at is not null as past, destination_waba_id as account from public.migration_requests where id = ${request}`;
  if (!row?.past) return [];
  const serving = simulator.simulation.state.numbers.filter(
    (number) => number.e164 === e164 && registered.has(number.status),
  );
  const old = serving.find(({ waba_id: waba }) => waba === metaIds.source);
  return [
    ...(serving.some(({ waba_id: waba }) => waba === row.account)
      ? []
      : ["past the point of no return, but our account does not serve the number"]),
    ...(old && !old.is_shared ? ["past the point of no return, but the old account serves the number"] : []),
  ];
}
