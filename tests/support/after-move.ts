/** A number after its move, as the tick and its events have it: looks, tracks, and the clock of its lock. */
import { requestClocks } from "#domain/clocks/request-clocks.ts";
import type { ClockEvent } from "#domain/clocks/time-by-party.ts";
import { type Fetch, takeMonitoringCheck } from "./monitoring-checks.ts";
import type { Move } from "./move-runner.ts";
import { metaIds } from "./move-fixture.ts";

/** As the tick does, when the look is due. */
export const look = (move: Move, moment: string, fetch?: Fetch): Promise<void> =>
  takeMonitoringCheck(move.database, move, moment, { fetch });

export type MonitoringCheckRow = {
  moment: string;
  taken: boolean;
  cause: string | null;
  points: { point: string; verdict: string; fields?: string[] }[];
};
export const checksOf = (move: Move) => move.database.sql<MonitoringCheckRow[]>`
  select moment, taken_at is not null as taken, cause, points from public.monitoring_checks where request_id = ${move.request} order by due_at`;

/** What Meta says of the number from now on. */
export const changeNumber = (move: Move, facts: object) =>
  move.simulator.simulation.changeNumber(move.e164, { waba_id: metaIds.destination, ...facts });

export async function tracksOf(move: Move): Promise<Record<string, string>> {
  const [row] = await move.database.sql<
    { tracks: Record<string, string> }[]
  >`select tracks from public.migration_requests where id = ${move.request}`;
  return row?.tracks ?? {};
}
/** Whether the clock of two-step verification still runs, in the database and by the request's events. */
export async function lockClock(move: Move): Promise<[string | undefined, boolean]> {
  const rows = await move.database.sql`
    select from private.elapsed_clocks where request_id = ${move.request} and code = 'two_step_back_on'`;
  const events = await move.database.sql<(Omit<ClockEvent, "at"> & { at: string })[]>`
    select extract(epoch from created_at) * 1000 as at, kind, actor_kind as actor, to_status as status,
      waiting_on as "waitingOn", on_hold as "onHold", data
    from public.events where request_id = ${move.request} order by id`;
  const read = events.map((event) => ({ ...event, at: Number(event.at) }));
  const clocks = requestClocks(read, { targets: [], terms: [], open: [], now: Date.now() });
  return [clocks.find(({ code }) => code === "two_step_back_on")?.state, rows.length > 0];
}
