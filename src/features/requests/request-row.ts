/** A request as the desk's pages read it. */
import type { Reason, Status, Track, TrackState, WaitingOn } from "#domain/machine/statuses.ts";

export type RequestRow = {
  id: string;
  provider_id: string;
  reference: string;
  status: Status;
  version: number;
  phone_number: string;
  phone_country: string;
  reason: Reason;
  reason_note: string | null;
  monthly_volume: number | null;
  old_provider_name: string;
  contact_name: string;
  contact_email: string;
  contact_phone: string | null;
  authorised_name: string | null;
  authorised_email: string | null;
  authorised_position: string | null;
  source_business_id: string | null;
  source_waba_id: string | null;
  source_phone_number_id: string | null;
  platform_account: string | null;
  route: string | null;
  destination_waba_id: string | null;
  destination_phone_number_id: string | null;
  window_starts_at: string | null;
  window_ends_at: string | null;
  window_confirmed_at: string | null;
  waiting_on: WaitingOn | null;
  next_action: string | null;
  next_action_subject: string | null;
  due_at: string | null;
  hold_reason: string | null;
  checks_passed: number;
  checks_total: number;
  readiness: number;
  tracks: Record<Track, TrackState>;
  registered_at: string | null;
  closed_reason: string | null;
  closed_note: string | null;
  assignee_id: string | null;
  created_at: string;
  updated_at: string;
  clients: { name: string } | null;
  members: { name: string } | null;
};

/** The request with the names that its page shows. */
export const requestSelect = "*, clients(name), members(name)";

/** Blocked: something was read and a hard check has failed. */
export const isBlocked = (row: Pick<RequestRow, "readiness" | "checks_passed">) =>
  row.readiness === 0 && row.checks_passed > 0;
