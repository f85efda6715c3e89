/** Why a route is open, shut or undecided: each reason by its word, with the fact that it rests on. */

/** shut: the route is refused. open: a person or a reading must tell first. date: it is possible, but not before a date. */
export type ReasonKind = "shut" | "open" | "date";

export const routeReasons = {
  account_model_old: "shut",
  account_model_new: "shut",
  ask_account_model: "open",
  programmatic_not_stated: "shut",
  two_step_on: "shut",
  ask_two_step: "open",
  other_business: "shut",
  ask_business: "open",
  business_not_verified: "shut",
  ask_business_verified: "open",
  source_not_ready: "shut",
  ask_source_ready: "open",
  name_not_approved: "shut",
  ask_name: "open",
  not_a_cloud_number: "shut",
  ask_cloud_number: "open",
  destination_not_ready: "shut",
  ask_destination: "open",
  window_not_set_up: "shut",
  partner_changes_too: "shut",
  ask_partner: "open",
  intent_not_accepted: "shut",
  ask_intent: "open",
  currencies_differ: "shut",
  ask_currencies: "open",
  account_not_the_clients: "shut",
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
