/** The part of a request that its client sees, with its related rows. */
import type { WorkingHours } from "#domain/clocks/calendar.ts";
import type { CheckCode, CheckStatus } from "#domain/checks/check-catalogue.ts";
import type { ExceptionCode } from "#domain/exceptions/exception-codes.ts";
import type { NextAction, Status, Track, TrackState, WaitingOn } from "#domain/status/statuses.ts";
import type { AccountModel } from "#domain/routes/route-answers.ts";
import type { Step, StepState } from "#domain/cutover/step-catalogue.ts";

export type PortalRequest = {
  id: string;
  provider_id: string;
  client_id: string;
  reference: string;
  status: Status;
  phone_number: string;
  phone_country: string;
  contact_name: string;
  waiting_on: WaitingOn | null;
  next_action: NextAction | null;
  next_action_subject: string | null;
  due_at: string | null;
  asked_at: string | null;
  hold_reason: string | null;
  window_starts_at: string | null;
  window_ends_at: string | null;
  window_confirmed_at: string | null;
  client_hours: WorkingHours[] | null;
  client_time_zone: string | null;
  counter_starts_at: string | null;
  counter_ends_at: string | null;
  registered_at: string | null;
  shared_at: string | null;
  tracks: Record<Track, TrackState>;
  source_business_id: string | null;
  source_waba_id: string | null;
  source_phone_number_id: string | null;
  client_account_model: AccountModel | null;
  platform_account: string | null;
  two_step_off_since: string | null;
  two_step_alarmed_at: string | null;
  closed_reason: string | null;
  closed_note: string | null;
  version: number;
  updated_at: string;
};

/** Selected by name: nothing else of the row travels to the client's browser. */
export const portalRequestFields =
  "id,provider_id,client_id,reference,status,phone_number,phone_country,contact_name,waiting_on,next_action,next_action_subject,due_at,asked_at,hold_reason,window_starts_at,window_ends_at,window_confirmed_at,client_hours,client_time_zone,counter_starts_at,counter_ends_at,registered_at,shared_at,tracks,source_business_id,source_waba_id,source_phone_number_id,client_account_model,platform_account,two_step_off_since,two_step_alarmed_at,closed_reason,closed_note,version,updated_at";

export type PortalCheck = {
  id: string;
  code: CheckCode;
  status: CheckStatus;
  read_at: string | null;
  claimed_at: string | null;
  contradicted_at: string | null;
};

export const portalCheckFields = "id,code,status,read_at,claimed_at,contradicted_at";

export type PortalException = {
  id: string;
  code: ExceptionCode;
  owner: WaitingOn;
  resolved_at: string | null;
};
export type PortalStep = {
  id: string;
  step: Step;
  state: StepState;
  attempts: number;
  result: { attemptsLeft?: number } | null;
  finished_at: string | null;
};
export type PortalComment = {
  id: string;
  author_name: string;
  author_side: "provider" | "client";
  body: string;
  created_at: string;
};
