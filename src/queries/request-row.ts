/** A request as Portdesk's pages read it. */
import type { Reason, Status, Track, TrackState, WaitingOn } from "#domain/status/statuses.ts";
import type { AccountModel } from "#domain/routes/route-answers.ts";
import { type OpenRequest, requestFields } from "./request-columns.ts";
import type { Row } from "./row.ts";

type Narrowed = {
  status: Status;
  reason: Reason;
  waiting_on: WaitingOn | null;
  client_account_model: AccountModel | null;
  tracks: Record<Track, TrackState>;
};

type StaffData = Pick<Row<"request_staff_data">, "assignee_id" | "route_answers" | "second_approved_by"> & {
  members: { name: string } | null;
};

/** The database's row, with the values that its checks allow, and the names that come with it. */
export type RequestRow = Omit<OpenRequest, keyof Narrowed> &
  Narrowed & {
    clients: { name: string } | null;
    request_staff_data: StaffData;
    providers: { second_approval: boolean; time_zone: string } | null;
  };

/** The request with the names that its page shows. */
export const requestSelect = [
  requestFields,
  "clients(name), providers(second_approval, time_zone)",
  // Inner: a list can be filtered by it, and every request has one.
  "request_staff_data!inner(assignee_id, route_answers, second_approved_by, members(name))",
].join(", ");

/** Blocked: a reading exists and a hard check has failed. */
export const isBlocked = (row: Pick<RequestRow, "readiness" | "checks_passed">) =>
  row.readiness === 0 && row.checks_passed > 0;
