/**
 * Who may reach what in the database, written by hand. The attack matrix compares every relation of the catalogue
 * with this table, so a new one fails until somebody has decided about it.
 */
import { auditRelations, auditUntiedColumns } from "./audit-expectations.ts";
import type { Actor } from "../../fixtures/two-tenants.ts";

/** Rows of the actor's own company (own), another of the same provider, another provider; `_internal` is for staff. */
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
  "public.monitoring_checks": "of_client",
  "public.batches": "of_client",
  "public.check_staff_data": "for_staff",
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
  "public.invitations": "for_staff",
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
  "public.request_list": "for_staff",
  "public.request_staff_data": "for_staff",
  "public.request_exceptions": "of_client",
  "public.snapshots": "of_client",
  "public.tariffs": "for_tenant",
  "public.template_forecasts": "of_client",
  "public.template_readings": "of_client",
  "public.templates": "of_client",
  "public.test_messages": "of_client",
  "private.alarm_catalogue": "closed",
  "private.check_catalogue": "closed",
  "private.clock_catalogue": "closed",
  "private.clock_notices": "closed",
  "private.notice_catalogue": "closed",
  "private.due_times": "closed",
  "private.elapsed_clocks": "closed",
  "private.exception_catalogue": "closed",
  "private.connection_tokens": "closed",
  "private.graph_pauses": "closed",
  "private.halts": "closed",
  "private.number_conflicts": "closed",
  "private.intents": "closed",
  "private.rate_limits": "closed",
  "private.retention": "closed",
  "private.job_failures": "closed",
  "private.outbox": "closed",
  "private.person_commands": "closed",
  "private.permissions": "closed",
  "private.move_settings": "closed",
  "private.reading_settings": "closed",
  "private.reading_prompts": "closed",
  "private.readings": "closed",
  "private.source_proofs": "closed",
  "private.reference_counters": "closed",
  "private.request_tallies": "closed",
  "private.route_needless_checks": "closed",
  "private.route_steps": "closed",
  "private.step_catalogue": "closed",
  "private.transitions": "closed",
  "private.webhook_changes": "closed",
  "private.webhook_refusals": "closed",
  "private.webhook_inbox": "closed",
  "private.window_notices": "closed",
  "private.probe_templates": "closed",
  "private.token_notices": "closed",
};

/** The labels that an actor reads, or "denied" if the statement itself is refused. */
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

/** Columns that nobody reads through the API, not even in a visible row: staff read them elsewhere. */
export const hiddenColumns: Record<string, readonly string[]> = {
  "public.checks": ["claimed_by", "claimed_value", "evidence_value", "waived_by", "waived_reason"],
  "public.comments": ["author_id"],
  "public.cutover_steps": ["authorisation", "authorised_by"],
  "public.events": ["actor_id"],
  "public.migration_requests": [
    "assignee_id",
    "connection_id",
    "route_answers",
    "route_chosen_by",
    "route_chosen_for",
    "second_approved_by",
    "second_approved_for",
    "signup_connection_id",
    "window_confirmed_by",
    "window_confirmed_for",
  ],
  "public.old_providers": ["support_email"],
  "public.pin_settings": ["set_by"],
  "public.test_messages": ["sent_by"],
};

/** Columns of tenants' tables that name a row elsewhere without the tenant in the key; people are named freely. */
export const untiedColumns = [
  ...auditUntiedColumns,
  // Waits until it is notified, and is swept by itself.
  "private.outbox.event_id",
  "private.outbox.provider_id",
  "private.outbox.request_id",
];
