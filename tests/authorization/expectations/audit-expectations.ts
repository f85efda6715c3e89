/** The audit's part of the table of expectations. */

export const auditRelations: Record<string, "for_admin" | "closed"> = {
  "public.audit_rows": "for_admin",
  "public.audit_values": "for_admin",
  "private.audit_heads": "closed",
  "private.audit_intake": "closed",
  "private.audit_pending": "closed",
  "private.audit_plain_fields": "closed",
};

export const auditFunctions: Record<string, "people" | "engine" | "internal"> = {
  "public.audit_head": "people",
  "public.engine_audit_heads_due": "engine",
  "public.engine_note_published_head": "engine",
  "public.engine_seal_audit": "engine",
  "private.audit_commitment": "internal",
  "private.audit_event": "internal",
  "private.audit_row": "internal",
  "private.changed_fields": "internal",
  "private.close_pending": "internal",
  "private.erase_audit_values": "internal",
  "private.erase_listed_values": "internal",
  "private.guard_audit_heads": "internal",
  "private.guard_audit_intake": "internal",
  "private.guard_audit_values": "internal",
  "private.note_request_change": "internal",
  "private.refuse_rewriting": "internal",
  "private.take_request_change": "internal",
  "private.take_up_audit": "internal",
  "private.take_up_rows": "internal",
  "private.write_audit": "internal",
  "private.my_audited_provider_ids": "people",
};

/** The audit outlives what it describes, and a key would make its writers wait for each other. */
export const auditUntiedColumns = [
  "private.audit_intake.provider_id",
  "private.audit_intake.request_id",
  "private.audit_intake.event_id",
  "public.audit_rows.provider_id",
  "public.audit_rows.request_id",
  "public.audit_rows.event_id",
  "public.audit_values.provider_id",
  "private.audit_heads.provider_id",
];
