/** A row of the request list, for staff: what the list shows, filters and orders by. */
import type { Reason, Status, WaitingOn } from "#domain/status/statuses.ts";
import type { Row } from "./row.ts";

const columns = [
  "id",
  "reference",
  "phone_number",
  "phone_country",
  "client_name",
  "status",
  "waiting_on",
  "next_action",
  "next_action_subject",
  "hold_reason",
  "checks_passed",
  "checks_total",
  "readiness",
  "due_at",
  "due_order",
  "predicted_breach_at",
  "old_provider_name",
  "reason",
  "updated_at",
] as const satisfies readonly (keyof Row<"request_list">)[];

type Narrowed = { status: Status; reason: Reason; waiting_on: WaitingOn | null };

/** The database's row, with the values that a request's checks allow, and the assignee's name. */
export type ListRow = Omit<Pick<Row<"request_list">, (typeof columns)[number]>, keyof Narrowed> &
  Narrowed & { members: { name: string } | null };

export const listSelect = `${columns.join(", ")}, members(name)`;
