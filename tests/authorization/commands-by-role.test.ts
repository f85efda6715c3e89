/** Everybody tries every command in every status: it is done or refused exactly as permissions and transitions say. */
import { beforeAll, expect, test } from "vitest";
import { type Permission, permits, type Role } from "#domain/access/permissions.ts";
import { leadsFrom, transitions } from "#domain/status/transitions.ts";
import { type Status, statuses } from "#domain/status/statuses.ts";
import { type Answer, type Input, tomorrow } from "../fixtures/command-driver.ts";
import type { Actor } from "../fixtures/two-tenants.ts";
import { useDriver } from "../fixtures/own-database.ts";

const { database, driver } = await useDriver();

const standing = new Map<Status, string>();

beforeAll(async () => {
  for (const status of statuses) standing.set(status, await driver.bringTo(status));
});

const insiders: Partial<Record<Actor, Role>> = {
  client: "client",
  analyst: "analyst",
  manager: "manager",
  admin: "admin",
};
const people: readonly Actor[] = [
  "client",
  "analyst",
  "manager",
  "admin",
  "siblingClient",
  "foreignClient",
  "foreignAdmin",
  "endedMember",
  "endedClient",
  "stranger",
];

type Case = {
  permission: Permission;
  /** The permission a client user needs instead, where the same command serves both sides. */
  clientPermission?: Permission;
  input?: Input;
  /** Statuses in which a command that keeps the status is possible. */
  statuses?: readonly Status[];
  /** Refusals beyond status and role. */
  except?: Partial<Record<Status, string>>;
  unversioned?: boolean;
};

const beforeTheMove = ["submitted", "preparing", "scheduled"] as const;
const afterTheMove = ["monitoring", "completed"] as const;
const note = { note: "because" };

const cases: Record<string, Case> = {
  submit_request: { permission: "request.submit" },
  accept_request: { permission: "request.accept" },
  reject_request: { permission: "request.reject", input: { reason: "incomplete" } },
  schedule_request: { permission: "request.schedule", input: tomorrow() },
  postpone_request: { permission: "request.postpone", input: note },
  cancel_request: { permission: "request.cancel", input: note },
  start_cutover: { permission: "cutover.start" },
  abort_cutover: { permission: "cutover.abort", input: note },
  fail_cutover: {
    permission: "cutover.fail",
    input: note,
    except: { cutover: "409 before_point_of_no_return" },
  },
  complete_request: { permission: "request.complete" },
  confirm_window: { permission: "window.confirm", statuses: ["scheduled"] },
  propose_window: { permission: "window.confirm", input: tomorrow(), statuses: ["scheduled"] },
  set_client_hours: {
    permission: "window.confirm",
    input: { hours: [{ weekday: 1, from: 540, to: 720 }], time_zone: "Europe/London" },
    statuses: beforeTheMove,
  },
  accept_window: {
    permission: "request.schedule",
    except: { preparing: "409 nothing_proposed", scheduled: "409 nothing_proposed" },
  },
  acknowledge_alarm: {
    permission: "alarm.acknowledge",
    input: { alarm: "00000000-0000-4000-8000-000000000000", ...note },
    statuses,
    except: Object.fromEntries(statuses.map((status) => [status, "404 alarm_not_found"])),
  },
  ask_monitoring_check: { permission: "check.run", statuses: afterTheMove },
  begin_pin: { permission: "pin.set", statuses: afterTheMove },
  begin_test_message: { permission: "message.test", input: { to: "+12025550177" }, statuses: afterTheMove },
  read_test_templates: { permission: "message.test", statuses: afterTheMove },
  confirm_integration: { permission: "integration.confirm", statuses: ["monitoring"] },
  open_linked_request: {
    permission: "alarm.acknowledge",
    input: { alarm: "00000000-0000-4000-8000-000000000000", ...note },
    statuses: ["completed"],
    except: { completed: "404 alarm_not_found" },
  },
  approve_cutover: { permission: "cutover.second_approve", statuses: ["scheduled"] },
  rehearse_request: { permission: "cutover.rehearse", statuses: ["preparing", "scheduled"] },
  ask_client: {
    permission: "request.ask",
    input: { body: "?" },
    statuses: [...beforeTheMove, "monitoring"],
  },
  hold_request: { permission: "request.hold", input: { reason: "wait" }, statuses: beforeTheMove },
  edit_facts: {
    permission: "request.edit",
    clientPermission: "facts.edit_own",
    input: { facts: { platformAccount: "p" } },
    statuses: beforeTheMove,
  },
  answer_route_questions: {
    permission: "request.edit",
    input: { answers: { intent: "none" } },
    statuses: beforeTheMove,
  },
  read_templates: {
    permission: "check.run",
    statuses: beforeTheMove,
    except: { submitted: "409 route_missing" },
  },
  set_template_sends: {
    permission: "request.edit",
    input: { sends: [["hello", "en", 5]] },
    statuses: [...beforeTheMove, "cutover", "monitoring"],
    except: Object.fromEntries(
      [...beforeTheMove, "cutover", "monitoring"].map((status) => [status, "404 template_not_found"]),
    ),
  },
  retry_templates: {
    permission: "cutover.retry",
    statuses: ["monitoring"],
    except: { monitoring: "409 nothing_to_copy" },
  },
  run_checks: { permission: "check.run", statuses: beforeTheMove },
  confirm_check: {
    permission: "check.confirm",
    clientPermission: "check.confirm_own",
    input: { code: "ROLLBACK_CARD", kind: "person", evidence: "read" },
    statuses: beforeTheMove,
  },
  waive_check: {
    permission: "check.waive_soft",
    input: { code: "ROLLBACK_CARD", reason: "r" },
    statuses: beforeTheMove,
  },
  "waive_check (hard)": {
    permission: "check.waive_hard",
    input: { code: "TWO_STEP_OFF", reason: "r" },
    statuses: beforeTheMove,
  },
  open_exception: {
    permission: "exception.open",
    input: { code: "OLD_PROVIDER_SILENT", note: "no answer since Monday" },
    statuses: beforeTheMove,
  },
  set_track: {
    permission: "track.set",
    input: { track: "billing", state: "working" },
    statuses: ["preparing", "scheduled", "cutover", "monitoring"],
  },
  assign_request: { permission: "request.assign", input: { member: null }, statuses },
  "add_comment (client)": {
    permission: "comment.client",
    input: { visibility: "client", body: "b" },
    statuses,
    unversioned: true,
  },
  "add_comment (internal)": {
    permission: "comment.internal",
    input: { visibility: "internal", body: "b" },
    statuses,
    unversioned: true,
  },
  report_signup: {
    permission: "signup.finish",
    input: { ending: "no_number" },
    statuses: ["cutover"],
    // The move there takes another route.
    except: { cutover: "409 step_not_due" },
    unversioned: true,
  },
  authorise_step: {
    permission: "code.request",
    input: { step: "request_code", detail: { method: "SMS" } },
    statuses: ["cutover"],
  },
};

function expected(
  { permission, clientPermission, statuses: open, except }: Case,
  role: Role | undefined,
  status: Status,
): string {
  if (!role) return "404 request_not_found";
  if (!permits([role], role === "client" ? (clientPermission ?? permission) : permission))
    return "403 not_permitted";
  const possible = open ? open.includes(status) : leadsFrom(permission, status);
  if (!possible) return "409 wrong_status";
  const to = transitions.find((one) => one.permission === permission && one.from === status)?.to ?? status;
  return except?.[status] ?? to;
}

function described(answer: Answer): string {
  if ("refused" in answer) return answer.refused;
  return typeof answer.done === "object" && answer.done !== null && "status" in answer.done
    ? String(answer.done.status)
    : "?";
}

test.each(Object.keys(cases))("%s in every status, tried by everybody", async (label) => {
  const one = cases[label];
  if (!one) throw new Error("no case");
  const name = label.split(" ")[0] ?? label;
  const wrong: string[] = [];
  for (const status of statuses) {
    const request = standing.get(status) ?? "";
    const version = one.unversioned ? {} : { version: await driver.version(request) };
    for (const actor of people) {
      const answer = described(await driver.try(actor, name, { request, ...version, ...one.input }, false));
      const want = expected(one, insiders[actor], status);
      if (answer !== want) wrong.push(`${actor} in ${status}: ${answer} instead of ${want}`);
    }
  }
  expect(wrong).toEqual([]);
});

test("a visitor reaches no command, not even to be refused by it", async () => {
  const request = standing.get("draft") ?? "";
  await expect(driver.try("visitor", "submit_request", { request, version: 1 })).rejects.toThrow(
    "permission denied",
  );
});

test("every status was reached through the commands alone", async () => {
  const rows = await database.sql<
    { status: Status }[]
  >`select distinct status from public.migration_requests`;
  expect(rows.map((row) => row.status).sort()).toEqual([...statuses].sort());
});

test("each change wrote one event and one outbox row, and the versions count the changes", async () => {
  const [row] = await database.sql<{ events: number; outbox: number; versions: number }[]>`
    select (select count(*)::int from public.events) as events, (select count(*)::int from private.outbox) as outbox,
      (select sum(version - 1)::int from public.migration_requests) as versions`;
  expect(row?.outbox).toBe(row?.events);
  expect(row?.versions).toBe(row?.events);
});
