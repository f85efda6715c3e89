/** Each command on a request once: who may give it, in which status, with what, and what it can do without. */
import { type Input, tomorrow } from "./command-driver.ts";
import type { Actor } from "./two-tenants.ts";
import type { Status } from "#domain/status/statuses.ts";

export type CommandCase = [
  actor: Actor,
  status: Status,
  name: string,
  input: Input,
  optional?: readonly string[],
];

export const commandCases: CommandCase[] = [
  ["client", "draft", "save_draft", { application: {} }],
  ["client", "draft", "submit_request", {}],
  ["client", "submitted", "cancel_request", { note: "n" }, ["note"]],
  ["client", "scheduled", "confirm_window", {}],
  [
    "client",
    "scheduled",
    "set_client_hours",
    { hours: [{ weekday: 1, from: 540, to: 720 }], time_zone: "UTC" },
  ],
  ["client", "scheduled", "propose_window", { ...tomorrow(), note: "n" }, ["note"]],
  ["manager", "submitted", "accept_request", {}],
  ["manager", "submitted", "reject_request", { reason: "duplicate", note: "n" }, ["note"]],
  ["manager", "submitted", "ask_client", { body: "b" }],
  ["manager", "submitted", "assign_request", { member: null }, ["member"]],
  ["manager", "submitted", "hold_request", { reason: "r" }, ["reason"]],
  ["manager", "submitted", "edit_facts", { facts: {} }, ["facts"]],
  ["manager", "submitted", "run_checks", {}],
  ["manager", "preparing", "read_templates", {}],
  ["manager", "preparing", "set_template_sends", { sends: [["a", "en", 1]] }],
  ["manager", "monitoring", "retry_templates", {}],
  ["manager", "preparing", "choose_route", { route: "R2", connection: "", destination_waba_id: "9100" }],
  ["manager", "preparing", "answer_route_questions", { answers: { accountModel: "new" } }],
  [
    "manager",
    "preparing",
    "confirm_check",
    { code: "ROLLBACK_CARD", kind: "person", evidence: "e", outcome: "passed" },
    ["outcome"],
  ],
  ["manager", "preparing", "waive_check", { code: "ROLLBACK_CARD", reason: "r" }],
  ["manager", "preparing", "schedule_request", tomorrow()],
  ["manager", "scheduled", "postpone_request", { note: "n" }, ["note"]],
  ["manager", "scheduled", "rehearse_request", {}],
  ["admin", "scheduled", "approve_cutover", {}],
  ["manager", "scheduled", "accept_window", {}],
  ["manager", "scheduled", "start_cutover", {}],
  ["manager", "cutover", "abort_cutover", { note: "n" }, ["note"]],
  ["client", "cutover", "authorise_step", { step: "request_code", detail: { method: "SMS" } }],
  ["manager", "cutover", "retry_step", { step: "request_code", reason: "r" }, ["reason"]],
  ["manager", "cutover", "resolve_outcome", { step: "request_code", happened: true }],
  ["manager", "monitoring", "set_track", { track: "billing", state: "working" }],
  ["manager", "monitoring", "complete_request", {}],
  ["manager", "monitoring", "fail_cutover", { note: "n" }],
  ["manager", "preparing", "open_exception", { code: "BALANCE_DUE", note: "an invoice of May" }],
  ["manager", "monitoring", "resolve_exception", { code: "QUALITY_CHANGED", reason: "r" }],
];
