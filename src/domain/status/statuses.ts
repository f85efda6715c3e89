/** The statuses of a migration request and the terms that go with them. */

export const statuses = [
  "draft",
  "submitted",
  "preparing",
  "scheduled",
  "cutover",
  "monitoring",
  "completed",
  "rejected",
  "cancelled",
  "failed",
] as const;
export type Status = (typeof statuses)[number];

/** The seven statuses of a move that goes well, in order. */
export const mainLine = [
  "draft",
  "submitted",
  "preparing",
  "scheduled",
  "cutover",
  "monitoring",
  "completed",
] as const satisfies readonly Status[];

/** Statuses in which the request reserves its number against any other request of the installation. */
export const liveStatuses = [
  "submitted",
  "preparing",
  "scheduled",
  "cutover",
  "monitoring",
] as const satisfies readonly Status[];

export const waitingOn = ["us", "client", "old_provider", "meta"] as const;
export type WaitingOn = (typeof waitingOn)[number];

export const tracks = [
  "number",
  "templates",
  "webhook",
  "billing",
  "security_pin",
  "client_integration",
] as const;
export type Track = (typeof tracks)[number];

export const trackStates = ["not_applicable", "pending", "working", "partial", "done", "exception"] as const;
export type TrackState = (typeof trackStates)[number];

export const reasons = ["service", "billing_terms", "price", "other"] as const;
export type Reason = (typeof reasons)[number];

export const rejectionReasons = [
  "not_authorised",
  "not_migratable",
  "incomplete",
  "duplicate",
  "terms_not_met",
] as const;

/** The possible next actions of a request; the action's subject names the check, exception or step. */
export const nextActions = [
  "finish_application",
  "triage",
  "answer_question",
  "pass_check",
  "resolve_exception",
  "choose_route",
  "propose_date",
  "confirm_date",
  "answer_proposed_window",
  "start_cutover",
  "await_step",
  "request_code",
  "enter_code",
  "approve_register",
  "register_silently",
  "exchange_messages",
  "sign_up",
  "complete_step",
  "retry_step",
  "explain_outcome",
  "finish_tracks",
  "confirm_integration",
  "release_hold",
] as const;
export type NextAction = (typeof nextActions)[number];
