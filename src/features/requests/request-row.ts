/** A request as the desk's pages read it. */
import type { Reason, Status, Track, TrackState, WaitingOn } from "#domain/machine/statuses.ts";
import type { Row } from "../../providers/row.ts";

type Narrowed = {
  status: Status;
  reason: Reason;
  waiting_on: WaitingOn | null;
  tracks: Record<Track, TrackState>;
};

/** The database's row, with the words that its checks allow, and the names that come with it. */
export type RequestRow = Omit<Row<"migration_requests">, keyof Narrowed> &
  Narrowed & {
    clients: { name: string } | null;
    members: { name: string } | null;
    providers: { second_approval: boolean; time_zone: string } | null;
  };

/** The request with the names that its page shows. */
export const requestSelect = "*, clients(name), members(name), providers(second_approval, time_zone)";

/** Blocked: something was read and a hard check has failed. */
export const isBlocked = (row: Pick<RequestRow, "readiness" | "checks_passed">) =>
  row.readiness === 0 && row.checks_passed > 0;
