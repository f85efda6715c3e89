/** Why a route is open, blocked or undecided: each reason by its code, with the fact behind it. */

/** blocked: the route is refused. open: a person or a reading must decide. date: possible, but only from a date. */
export type ReasonKind = "blocked" | "open" | "date";

export const routeReasons = {
  account_model_old: "blocked",
  account_model_new: "blocked",
  ask_account_model: "open",
  programmatic_not_stated: "blocked",
  two_step_on: "blocked",
  ask_two_step: "open",
  other_business: "blocked",
  ask_business: "open",
  business_not_verified: "blocked",
  ask_business_verified: "open",
  source_not_ready: "blocked",
  ask_source_ready: "open",
  name_not_approved: "blocked",
  ask_name: "open",
  not_a_cloud_number: "blocked",
  ask_cloud_number: "open",
  destination_not_ready: "blocked",
  ask_destination: "open",
  window_not_set_up: "blocked",
  partner_changes_too: "blocked",
  ask_partner: "open",
  intent_not_accepted: "blocked",
  ask_intent: "open",
  currencies_differ: "blocked",
  ask_currencies: "open",
  account_not_the_clients: "blocked",
  ask_account_owner: "open",
  sending_blocked: "date",
  credit_line_closed: "date",
  paid_lately: "date",
  ask_last_paid: "open",
  five_minutes: "date",
  checks_open: "date",
} as const satisfies Record<string, ReasonKind>;

export type ReasonCode = keyof typeof routeReasons;
export type RouteReason = { code: ReasonCode; fact: string };
