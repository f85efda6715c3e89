/** A finished move as the rows of its proof: one promise broken, one template lost, one exception, people with names. */
import { type ProofRows, proofRows } from "#domain/proof/proof-rows.ts";

const at = (minute: number) => `2026-11-23T10:${String(minute).padStart(2, "0")}:00+00:00`;

const number = {
  id: "106200039699729",
  verifiedName: "Кленовая нить",
  nameStatus: "APPROVED",
  qualityRating: "GREEN",
  messagingLimit: "TIER_10K",
  isOfficialBusinessAccount: false,
  throughput: "STANDARD",
  platformType: "CLOUD_API",
  isPinEnabled: false,
};

type Event = ProofRows["events"][number];
const event = (id: number, kind: string, rest: Partial<Event> = {}): Event => ({
  id,
  kind,
  visibility: "client",
  actor_kind: "member",
  actor_id: "m1",
  to_status: "cutover",
  waiting_on: "us",
  on_hold: false,
  data: {},
  created_at: at(id),
  ...rest,
});

/** What staff read of it. */
export function staffRows(change: Partial<ProofRows> = {}): ProofRows {
  return proofRows.parse({
    request: {
      id: "r1",
      reference: "BRI-1042",
      status: "completed",
      route: "R2",
      phone_number: "+12025550142",
      phone_country: "US",
      old_provider_name: "Harbour Messaging",
      source_waba_id: "109700039699729",
      source_phone_number_id: "106200039699729",
      destination_waba_id: "115600039699729",
      destination_phone_number_id: "106200039699730",
      submitted_at: at(1),
      window_confirmed_at: at(2),
      no_return_at: at(7),
      registered_at: at(7),
      shared_at: null,
      completed_at: at(20),
      tracks: { number: "done", templates: "partial" },
      client: { name: "Maple & Thread" },
      provider: { name: "Brightline", time_zone: "Europe/Berlin" },
    },
    snapshots: [
      { side: "source", moment: "before", taken_at: at(5), data: { number, templateCount: 3 } },
      {
        side: "destination",
        moment: "after",
        taken_at: at(9),
        data: { number: { ...number, qualityRating: "YELLOW", messagingLimit: "UNKNOWN" }, templateCount: 2 },
      },
    ],
    templates: [
      template("welcome", "en", "kept", "copied"),
      template("welcome", "ru", "kept", "already_there"),
      template("sale", "en", "lost", "low_quality"),
    ],
    steps: [step("snapshot_before", 1, 4, 5), step("register", 2, 6, 7), step("snapshot_after", 3, 8, 9)],
    events: [
      event(1, "request.submit", { actor_kind: "client", actor_id: "c1", to_status: "submitted" }),
      event(2, "window.confirm", { actor_kind: "client", actor_id: "c1", to_status: "scheduled" }),
      event(3, "cutover.second_approve", { visibility: "internal", actor_id: "m2", to_status: "scheduled" }),
      event(4, "cutover.start"),
      event(6, "cutover.approve", { data: { step: "register" }, waiting_on: "meta" }),
      event(7, "cutover.step", { visibility: "internal", data: { step: "register", outcome: "done" } }),
      event(8, "comment.internal", { visibility: "internal", data: { note: "a secret of the house" } }),
      event(9, "cutover.connected", { actor_kind: "engine", actor_id: null, to_status: "monitoring" }),
      event(20, "request.complete", { to_status: "completed", waiting_on: null }),
    ],
    exceptions: [
      {
        id: "e1",
        code: "QUALITY_CHANGED",
        owner: "us",
        step: "compare",
        opened_at: at(10),
        resolved_at: at(15),
      },
    ],
    monitoringChecks: [
      {
        moment: "0h",
        taken_at: at(10),
        points: [{ point: "two_step_on", verdict: "good", was: null, is: "true" }],
      },
      { moment: "24h", taken_at: null, points: null },
    ],
    pins: [{ side: "client", outcome: "set", opened_at: at(12) }],
    messages: [
      { purpose: "smoke", direction: "out", opened_at: at(13), outcome: "accepted" },
      { purpose: "probe", direction: "out", opened_at: at(5), outcome: "refused" },
      { purpose: "probe", direction: "out", opened_at: at(8), outcome: "accepted" },
      { purpose: "probe", direction: "in", opened_at: at(8), outcome: "accepted" },
    ],
    sightings: [{ direction: "in", at: at(9) }],
    traces: [{ exception_id: "e1", fbtrace_id: "AbCdEfTrace" }],
    people: [
      { user_id: "m1", name: "Mara Quist" },
      { user_id: "m2", name: "Otto Second" },
      { user_id: "c1", name: "Clio Thread" },
    ],
    targets: [{ code: "cutover", minutes: 60, valid_from: "2026-01-01T00:00:00+00:00" }],
    tariffs: [{ max_working_days: 7, valid_from: "2026-01-01" }],
    open: [{ starts_at: "2026-11-23T08:00:00+00:00", ends_at: "2026-11-23T16:00:00+00:00" }],
    ...change,
  });
}

/** What row-level security and the client's own select leave of the same rows. */
export function clientRows(rows: ProofRows = staffRows()): ProofRows {
  return {
    ...rows,
    events: rows.events
      .filter(({ visibility }) => visibility === "client")
      .map(({ actor_id: _, waiting_on: _w, on_hold: _h, data: _d, ...rest }) => rest),
    people: [],
    traces: [],
    targets: [],
    tariffs: [],
    open: [],
  };
}

function template(name: string, language: string, outcome: "kept" | "lost", why: string) {
  const forecast = outcome === "kept" ? "kept" : "lost";
  return { name, language, category: "MARKETING", outcome, why, forecast, monthly_sends: 100 };
}

function step(name: string, position: number, from: number, to: number) {
  return {
    step: name,
    position,
    state: "done",
    attempts: 1,
    started_at: at(from),
    called_at: at(from),
    finished_at: at(to),
  };
}
