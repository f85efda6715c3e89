/** An input for every command of the function `commands`, sound enough for the database to check who sends it. */
import type { CommandInput, CommandName } from "#domain/commands/command-catalogue.ts";
import type { Place } from "./attackers.ts";

/** What a command is tried on. */
export type Order = {
  place: Place;
  slug: string;
  provider: string;
  client: string;
  connection: string;
  invitation: string;
  request: string;
  version: number;
};

/** The id of nothing: a permitted command finds nobody to end and nothing to revoke. */
const nothing = "00000000-0000-4000-8000-000000000000";

const startsAt = "2030-01-07T10:00:00Z";
const window = { startsAt, endsAt: "2030-01-07T12:00:00Z" };
const hours = [{ weekday: 1, from: 540, to: 720 }];
const note = "because";
const guest = { email: "guest@people.example", name: "Guest" };
const application = {
  phoneNumber: "+12025550142",
  phoneCountry: "US",
  locale: "en",
  companyName: "Company",
  contactName: "Contact",
  contactEmail: "contact@client.example",
  oldProviderName: "Oldbridge",
  reason: "price",
  acknowledgements: [],
} as const satisfies CommandInput<"create_draft">["application"];

type Inputs = { [Name in CommandName]: CommandInput<Name> };

/** Written by hand, so a new command is wrong until somebody has thought of it. */
export function inputsOf({ place, slug, request, version, provider, client, invitation }: Order): Inputs {
  const target = { request, version };
  return {
    create_draft: { providerSlug: slug, application: { ...application, acknowledgements: [] } },
    save_draft: { ...target, application: { ...application, acknowledgements: [] } },
    submit_request: target,
    cancel_request: target,
    confirm_window: target,
    propose_window: { ...target, ...window },
    set_client_hours: { ...target, hours, timeZone: "Europe/London" },
    add_comment: { request, visibility: "client", body: note },
    accept_request: target,
    reject_request: { ...target, reason: "incomplete" },
    ask_client: { ...target, body: "?" },
    open_exception: { ...target, code: "TWO_STEP_ON", note },
    resolve_exception: { ...target, code: "TWO_STEP_ON", reason: note },
    assign_request: { ...target, member: null },
    hold_request: { ...target, reason: "wait" },
    edit_facts: { ...target, facts: { platformAccount: "p" } },
    choose_route: { ...target, route: "R2", connection: nothing },
    answer_route_questions: { ...target, answers: { intent: "none" } },
    confirm_check: { ...target, code: "ROLLBACK_CARD", kind: "person", evidence: note, outcome: "passed" },
    waive_check: { ...target, code: "ROLLBACK_CARD", reason: note },
    schedule_request: { ...target, ...window },
    accept_window: target,
    postpone_request: target,
    set_track: { ...target, track: "templates", state: "working" },
    set_template_sends: { ...target, sends: [["hello", "en", 1]] },
    retry_templates: target,
    complete_request: target,
    approve_cutover: target,
    start_cutover: target,
    abort_cutover: { ...target, note },
    retry_step: { ...target, step: "register" },
    report_signup: { request, ending: "no_number" },
    complete_manual_step: { ...target, step: "remove_old_partner", note },
    resolve_outcome: { ...target, step: "register", happened: true },
    acknowledge_alarm: { ...target, alarm: nothing, note },
    open_linked_request: { ...target, alarm: nothing, note },
    ask_monitoring_check: target,
    confirm_integration: target,
    note_pin: { request, pin: nothing, noted: true },
    fail_cutover: { ...target, note },
    halt_moves: { provider, reason: note },
    resume_moves: { provider },
    save_calendar: {
      provider,
      timeZone: "Europe/London",
      country: "GB",
      hours,
      observeHolidays: false,
      closedDays: [],
    },
    set_clock_target: { provider, code: "triage", minutes: 480 },
    revoke_connection: { provider, connection: nothing },
    set_number_limit: { provider, connection: nothing, limit: 5 },
    state_programmatic: { provider, connection: nothing, allowed: true },
    save_probe: {
      provider,
      phoneNumber: "+12025550199",
      phoneNumberId: "72990",
      templateName: "order_update",
      templateLanguage: "en_US",
      intervalSeconds: 10,
    },
    end_probe: { provider },
    set_second_approval: { provider, required: false },
    // Unchanged: what others may do depends on it.
    set_second_factor: { provider, admins: place === "foreign", cutover: false },
    invite_member: { provider, ...guest, role: "analyst" },
    invite_client_member: { provider, client, ...guest },
    withdraw_invitation: { provider, invitation: nothing },
    accept_invitation: { invitation },
    set_member_role: { provider, member: nothing, role: "analyst" },
    end_member: { provider, member: nothing },
    end_client_member: { provider, member: nothing },
  };
}
