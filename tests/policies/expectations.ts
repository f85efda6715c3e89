/**
 * Who may reach what in the database, written down by hand: the attack matrix compares every relation and function of
 * the catalogue with this table, so that a new one fails until somebody has decided about it.
 */
import { auditFunctions, auditRelations, auditUntiedColumns } from "./audit-expectations.ts";
import type { Actor } from "./two-tenants.ts";

/** Whose rows: of the actor's own company (own), another of the same provider, another provider; `_internal` is for staff. */
export const labels = [
  "own",
  "own_internal",
  "sibling",
  "sibling_internal",
  "home",
  "foreign",
  "foreign_internal",
] as const;
export type Label = (typeof labels)[number];

/** How the rows of a relation are told apart, and who reads which. Nobody writes any relation directly. */
export type RelationKind =
  | "of_client"
  | "of_client_with_internal"
  | "for_staff"
  | "for_admin"
  | "for_tenant"
  | "closed";

export const relations: Record<string, RelationKind> = {
  ...auditRelations,
  "public.after_checks": "of_client",
  "public.batches": "of_client",
  "public.checks": "of_client",
  "public.clock_targets": "for_staff",
  "public.client_members": "of_client",
  "public.clients": "of_client",
  "public.comments": "of_client_with_internal",
  "public.cutover_steps": "of_client",
  "public.events": "of_client_with_internal",
  "public.exception_payloads": "for_staff",
  "public.exports": "for_staff",
  "public.members": "for_staff",
  "public.message_sightings": "of_client",
  "public.meta_connections": "for_staff",
  "public.migration_requests": "of_client",
  "public.old_providers": "for_tenant",
  "public.pin_settings": "of_client",
  "public.probe_settings": "for_staff",
  "public.open_periods": "for_tenant",
  "public.provider_calendars": "for_staff",
  "public.providers": "for_tenant",
  "public.rehearsals": "for_staff",
  "public.request_alarms": "for_staff",
  "public.request_exceptions": "of_client",
  "public.snapshots": "of_client",
  "public.tariffs": "for_tenant",
  "public.template_forecasts": "of_client",
  "public.template_readings": "of_client",
  "public.templates": "of_client",
  "public.test_messages": "of_client",
  "private.check_catalogue": "closed",
  "private.clock_catalogue": "closed",
  "private.clock_notices": "closed",
  "private.exception_catalogue": "closed",
  "private.connection_tokens": "closed",
  "private.graph_pauses": "closed",
  "private.halts": "closed",
  "private.intents": "closed",
  "private.outbox": "closed",
  "private.permissions": "closed",
  "private.reading_settings": "closed",
  "private.readings": "closed",
  "private.reference_counters": "closed",
  "private.route_needless_checks": "closed",
  "private.route_steps": "closed",
  "private.step_catalogue": "closed",
  "private.transitions": "closed",
  "private.webhook_changes": "closed",
  "private.webhook_inbox": "closed",
  "private.window_notices": "closed",
};

/** The labels that an actor reads, or "denied" when the statement itself is refused. */
export function readable(kind: RelationKind, actor: Actor): readonly Label[] | "denied" {
  if (actor === "visitor" || kind === "closed") return "denied";
  if (actor === "service") return labels;
  const staff = actor === "analyst" || actor === "manager" || actor === "admin";
  switch (kind) {
    case "of_client":
    case "of_client_with_internal":
      if (staff) return ["own", "own_internal", "sibling", "sibling_internal"];
      if (actor === "client") return ["own"];
      if (actor === "siblingClient") return ["sibling"];
      if (actor === "foreignClient") return ["foreign"];
      return actor === "foreignAdmin" ? ["foreign", "foreign_internal"] : [];
    case "for_staff":
      if (staff) return ["home"];
      return actor === "foreignAdmin" ? ["foreign"] : [];
    case "for_admin":
      if (actor === "admin") return ["home"];
      return actor === "foreignAdmin" ? ["foreign"] : [];
    case "for_tenant":
      if (staff || actor === "client" || actor === "siblingClient") return ["home"];
      return actor === "foreignAdmin" || actor === "foreignClient" ? ["foreign"] : [];
  }
}

/** Columns of tenants' tables that name a row elsewhere without a key that carries the tenant; people are named freely. */
export const untiedColumns = [
  ...auditUntiedColumns,
  // Waits for whoever tells of it, and is swept by itself.
  "private.outbox.event_id",
  "private.outbox.provider_id",
  "private.outbox.request_id",
];

/** people: any signed-in person (the function judges); engine: the service role; internal: no API role. */
export type Callers = "people" | "engine" | "internal";

export const functions: Record<string, Callers> = {
  ...auditFunctions,
  "public.abort_cutover": "people",
  "public.accept_request": "people",
  "public.accept_window": "people",
  "public.acknowledge_alarm": "people",
  "public.add_comment": "people",
  "public.answer_route_questions": "people",
  "public.approve_cutover": "people",
  "public.ask_after_check": "people",
  "public.ask_client": "people",
  "public.assign_request": "people",
  "public.authorise_step": "people",
  "public.authorise_connection": "people",
  "public.begin_pin": "people",
  "public.begin_test_message": "people",
  "public.cancel_request": "people",
  "public.choose_route": "people",
  "public.complete_manual_step": "people",
  "public.complete_request": "people",
  "public.confirm_check": "people",
  "public.confirm_integration": "people",
  "public.confirm_window": "people",
  "public.create_draft": "people",
  "public.edit_facts": "people",
  "public.end_probe": "people",
  "public.fail_cutover": "people",
  "public.halt_moves": "people",
  "public.hold_request": "people",
  "public.move_halt": "people",
  "public.my_access": "people",
  "public.open_exception": "people",
  "public.open_linked_request": "people",
  "public.postpone_request": "people",
  "public.propose_window": "people",
  "public.read_templates": "people",
  "public.record_export": "people",
  "public.record_template_backup": "people",
  "public.rehearse_request": "people",
  "public.reject_request": "people",
  "public.report_counts": "people",
  "public.request_counts": "people",
  "public.resolve_exception": "people",
  "public.resolve_outcome": "people",
  "public.resume_moves": "people",
  "public.retry_step": "people",
  "public.retry_templates": "people",
  "public.revoke_connection": "people",
  "public.run_checks": "people",
  "public.save_calendar": "people",
  "public.save_probe": "people",
  "public.set_client_hours": "people",
  "public.save_draft": "people",
  "public.schedule_request": "people",
  "public.search_request_ids": "people",
  "public.set_template_sends": "people",
  "public.set_clock_target": "people",
  "public.set_number_limit": "people",
  "public.set_second_approval": "people",
  "public.set_track": "people",
  "public.start_cutover": "people",
  "public.submit_request": "people",
  "public.template_counts": "people",
  "public.waive_check": "people",
  "public.engine_announce_windows": "engine",
  "public.engine_halt_all": "engine",
  "public.engine_pause_calls": "engine",
  "public.engine_receive_webhook": "engine",
  "public.engine_store_webhook": "engine",
  "public.engine_take_webhooks": "engine",
  "public.engine_attempts": "engine",
  "public.engine_close_intent": "engine",
  "public.engine_close_reading": "engine",
  "public.engine_connection_token": "engine",
  "public.engine_note_token": "engine",
  "public.engine_old_tokens": "engine",
  "public.engine_reseal_token": "engine",
  "public.engine_save_connection": "engine",
  "public.engine_context": "engine",
  "public.engine_due_after_checks": "engine",
  "public.engine_due_probes": "engine",
  "public.engine_due_readings": "engine",
  "public.engine_due_requests": "engine",
  "public.engine_due_template_readings": "engine",
  "public.engine_end_pin": "engine",
  "public.engine_end_test_message": "engine",
  "public.engine_keep_clocks": "engine",
  "public.engine_keep_checks": "engine",
  "public.engine_open_intent": "engine",
  "public.engine_open_reading": "engine",
  "public.engine_record_checks": "engine",
  "public.engine_recorded_templates": "engine",
  "public.engine_stale_calendars": "engine",
  "public.engine_store_after_check": "engine",
  "public.engine_store_open_periods": "engine",
  "public.engine_store_rehearsal": "engine",
  "public.engine_store_template_forecast": "engine",
  "public.engine_store_template_reading": "engine",
  "public.provider_page": "engine",
  "private.actor_kind": "internal",
  "private.add_business_time": "internal",
  "private.add_calendar": "internal",
  "private.add_checks": "internal",
  "private.business_between": "internal",
  "private.check_budget": "internal",
  "private.check_hours": "internal",
  "private.check_time_zone": "internal",
  "private.check_wait": "internal",
  "private.check_window": "internal",
  "private.checks_are_fresh": "internal",
  "private.clock_allowance": "internal",
  "private.clock_end": "internal",
  "private.clock_of": "internal",
  "private.close_change": "internal",
  "private.close_watched": "internal",
  "private.end_signup": "internal",
  "private.expire_intent": "internal",
  "private.mark_gone_templates": "internal",
  "private.due_notices": "internal",
  "private.graph_places": "internal",
  "private.guard_intent_halt": "internal",
  "private.guard_intent_pause": "internal",
  "private.guard_start_halt": "internal",
  "private.is_out_of_reach": "internal",
  "private.learn_from_intent": "internal",
  "private.hear_webhook": "internal",
  "private.raise_alarm": "internal",
  "private.webhook_requests": "internal",
  "private.open_halt": "internal",
  "private.paused_until": "internal",
  "private.refuse_halted": "internal",
  "private.my_client_ids": "people",
  "private.my_client_provider_ids": "people",
  "private.my_provider_ids": "people",
  "private.my_roles": "internal",
  "private.note_sightings": "internal",
  "private.note_token": "internal",
  "private.open_hard_checks": "internal",
  "private.open_moved_number": "internal",
  "private.open_provider": "internal",
  "private.open_request": "internal",
  "private.outdate_evidence": "internal",
  "private.permits": "internal",
  "private.plan_after_checks": "internal",
  "private.plan_template_readings": "internal",
  "private.reading_calls_left": "internal",
  "private.readings_due": "internal",
  "private.refuse": "internal",
  "private.set_window": "internal",
  "private.reset_due": "internal",
  "private.set_clock": "internal",
  "private.settle_request": "internal",
  "private.step_state": "internal",
  "private.store_records": "internal",
  "private.store_signup": "internal",
  "private.utc": "internal",
  "private.write_application": "internal",
};

/** Functions of public that are not commands of the catalogue in src/domain/commands. */
export const notCommands = [
  "audit_head",
  "authorise_connection",
  "authorise_step",
  "begin_pin",
  "begin_test_message",
  "move_halt",
  "my_access",
  "read_templates",
  "record_export",
  "record_template_backup",
  "rehearse_request",
  "report_counts",
  "request_counts",
  "run_checks",
  "search_request_ids",
  "template_counts",
];
