/** The history behind each stage: the commands, in order, that brought a request there. */
import type { HistoryEntry } from "./history.ts";
import { command, message, step } from "./history.ts";
import type { Stage } from "./stages.ts";
import type { Texts } from "./texts.ts";

const draft = command("client", "create_draft");
const filed = [draft, command("client", "submit_request", {}, 6)];
const accept = command("manager", "accept_request");
const routed: HistoryEntry[] = [{ kind: "choose_route" }, { kind: "read_checks" }];

function pick<T>(items: readonly T[], serial: number): T {
  const item = items[serial % items.length];
  if (item === undefined) throw new Error("nothing to pick from");
  return item;
}

function confirm(by: "client" | "manager", code: string, evidence: string, minutes?: number): HistoryEntry {
  return command(by, "confirm_check", { code, kind: "person", evidence }, minutes);
}

/** `t`: the texts in the request's language; `serial` varies what people say. */
export function recipe(stage: Stage, t: Texts, serial: number): HistoryEntry[] {
  const accepted = [
    ...filed,
    accept,
    { kind: "assign" } as const,
    message("manager", pick(t.greeting, serial), "client", 5),
  ];
  const noted =
    serial % 2 === 0 ? accepted : [...accepted, message("manager", pick(t.internal, serial), "internal", 9)];
  const checked = [...noted, ...routed];
  const prepared = [
    ...checked,
    confirm("client", "CODE_CHANNEL", t.evidence.codeChannel),
    confirm("client", "OLD_PROVIDER_SETTLED", t.evidence.settled, 3),
    serial % 3 === 0
      ? command("manager", "waive_check", { code: "CAMPAIGNS_PAUSED", reason: t.waiver })
      : confirm("client", "CAMPAIGNS_PAUSED", t.evidence.campaigns, 2),
    confirm("client", "ROLLBACK_CARD", t.evidence.rollback, 2),
    confirm("manager", "TEMPLATES_PLAN", t.evidence.templates),
  ];
  const proposed = (startsInHours: number): HistoryEntry[] => [
    ...prepared,
    { kind: "schedule", startsInHours },
  ];
  const agreed = (startsInHours: number): HistoryEntry[] => [
    ...proposed(startsInHours),
    command("client", "confirm_window"),
    message("client", pick(t.thanks, serial), "client", 2),
  ];
  const started: HistoryEntry[] = [
    ...prepared,
    { kind: "schedule", startsInHours: 24 },
    command("client", "confirm_window"),
    { kind: "read_checks" },
    command("manager", "start_cutover", {}, 50),
  ];
  const copied = [
    ...started,
    step("snapshot_before", 1),
    step("subscribe_app", 1),
    step("copy_templates", 1),
  ];
  const claimed = [...copied, step("claim_number", 1)];
  const sent = [...claimed, step("request_code", 2)];
  const verified = [...sent, step("verify_code", 2)];
  const registered = [...verified, step("register", 3)];
  const compared = [
    ...registered,
    step("confirm_connected", 1),
    step("snapshot_after", 2),
    step("compare", 1),
  ];
  const track = (name: string, state: string, minutes?: number) =>
    command("manager", "set_track", { track: name, state }, minutes);
  const allTracks = [
    track("webhook", "done"),
    track("security_pin", "done", 4),
    track("billing", "not_applicable", 1),
    track("client_integration", "done"),
  ];

  switch (stage) {
    case "draft_begun":
    case "draft_ready":
      return [draft];
    case "submitted":
      return filed;
    case "submitted_asked":
      return [...filed, command("manager", "ask_client", { body: pick(t.question, serial) })];
    case "submitted_held":
      return [...filed, command("manager", "hold_request", { reason: t.holdSubmitted })];
    case "accepted":
      return accepted;
    case "waba_data_missing":
      return [...noted, message("manager", t.askWabaData)];
    case "old_provider_silent":
      return [
        ...noted,
        message("manager", t.askWabaData),
        { kind: "exception", code: "OLD_PROVIDER_SILENT", owner: "us" },
      ];
    case "platform_account_missing":
      return [...noted, message("manager", pick(t.question, 0))];
    case "two_step_on":
      return [...checked, message("manager", t.askTwoStep)];
    case "name_pending":
      return [...checked, message("manager", t.askName), message("client", pick(t.thanks, serial))];
    case "different_business":
      return [...checked, message("manager", t.askBusiness)];
    case "destination_pending":
      return checked;
    case "ready_to_date":
      return prepared;
    case "aborted":
      return [...copied, command("manager", "abort_cutover", { note: t.aborted }, 14)];
    case "date_proposed":
      return proposed(49);
    case "date_confirmed":
      return agreed(27);
    case "date_today":
      return agreed(1.5);
    case "date_held":
      return [...agreed(75), command("manager", "hold_request", { reason: t.holdScheduled })];
    case "claim_refused":
      return [...copied, step("claim_number", 1, refused("TWO_STEP_ON", "client", 133005))];
    case "claim_limited":
      return [
        ...copied,
        step("claim_number", 1, {
          ...refused("RATE_LIMIT", "meta", 80008),
          outcome: "again",
          waitSeconds: 7200,
        }),
      ];
    case "code_wanted":
      return claimed;
    case "code_sent":
      return sent;
    case "code_unexplained":
      return [
        ...claimed,
        step("request_code", 2, { ...refused("OUTCOME_UNKNOWN", "us", 0), outcome: "unknown" }),
      ];
    case "verified":
      return verified;
    case "register_refused":
      return [
        ...verified,
        step("register", 3, {
          ...refused("REGISTER_LIMIT", "meta", 133016),
          outcome: "again",
          waitSeconds: 72 * 3600,
        }),
      ];
    case "monitoring_tracks":
      return [
        ...compared,
        track("webhook", "done"),
        track("security_pin", "done", 5),
        track("billing", "working"),
      ];
    case "monitoring_templates":
      return [
        ...registered,
        step("confirm_connected", 1),
        step("snapshot_after", 2),
        step("compare", 1, { ...refused("TEMPLATES_PARTIAL", "us", 0), outcome: "done" }),
        track("webhook", "done"),
      ];
    case "monitoring_nearly":
      return [...compared, ...allTracks];
    case "completed":
      return [
        ...compared,
        ...allTracks,
        message("manager", t.done),
        command("manager", "complete_request", {}, 3),
      ];
    case "rejected":
      return [...filed, rejection(t, serial)];
    case "cancelled_draft":
      return [draft, command("client", "cancel_request", { note: t.cancelled })];
    case "cancelled":
      return [...noted, command("client", "cancel_request", { note: t.cancelled })];
    case "failed":
      return [
        ...registered,
        step("confirm_connected", 6, refused("NOT_REGISTERED_AFTER_MOVE", "us", 133010)),
        command("admin", "fail_cutover", { note: t.failed }, 180),
      ];
  }
}

function refused(code: string, owner: string, metaCode: number) {
  const payload = metaCode === 0 ? {} : { error: { code: metaCode, message: `(#${metaCode})` } };
  return { outcome: "failed" as const, exception: { code, owner, payload } };
}

function rejection(t: Texts, serial: number): HistoryEntry {
  const reason = serial % 2 === 0 ? "not_authorised" : "terms_not_met";
  return command("manager", "reject_request", { reason, note: t.rejected[reason] });
}
