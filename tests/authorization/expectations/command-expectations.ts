/** What a command of people needs, written by hand where the command catalogues do not say it. */
import type { Permission } from "#domain/access/permissions.ts";

/** `client`: what a client user needs instead. `secretive`: the answer to strangers, if it is not "does not exist". */
export type Judged = { permission: Permission; client?: Permission; secretive?: "forbidden" };

/** Public functions for people that are no commands of the catalogues in src/domain/commands. */
export const commandPermissions: Record<string, Judged> = {
  authorise_connection: { permission: "connection.manage" },
  audit_head: { permission: "audit.read" },
  authorise_step: { permission: "code.request" },
  begin_pin: { permission: "pin.set" },
  begin_test_message: { permission: "message.test" },
  move_halt: { permission: "request.read" },
  read_templates: { permission: "check.run" },
  read_test_templates: { permission: "message.test" },
  record_export: { permission: "report.export", secretive: "forbidden" },
  record_export_hash: { permission: "report.export", secretive: "forbidden" },
  record_template_backup: { permission: "request.read" },
  rehearse_request: { permission: "cutover.rehearse" },
  route_closures: { permission: "report.read" },
  run_checks: { permission: "check.run" },
  start_questions: { permission: "report.read" },
};

/** Commands that require a different permission from a client user than the catalogue's. */
export const clientPermissions: Record<string, Permission> = {
  complete_manual_step: "step.complete_own",
  confirm_check: "check.confirm_own",
  edit_facts: "facts.edit_own",
};

/** Arguments, as SQL, that a command reads before it judges the caller, or that determine the permission. */
export const commandArguments: Record<string, Record<string, string>> = {
  add_comment: { p_visibility: "'client'", p_body: "'b'" },
  authorise_step: { p_step: "'request_code'" },
  complete_manual_step: { p_step: "'remove_old_partner'", p_note: "'n'" },
  confirm_check: { p_code: "'ROLLBACK_CARD'", p_kind: "'person'", p_evidence: "'e'", p_outcome: "'passed'" },
  waive_check: { p_code: "'ROLLBACK_CARD'", p_reason: "'r'" },
};
