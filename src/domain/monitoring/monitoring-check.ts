/** Checks a number after its move: does it still work, is it locked and paid for, are the promises still kept? */
import * as z from "zod/mini";
import type { ExceptionCode } from "../exceptions/exception-codes.ts";
import { profileFields } from "../graph/business-profile.ts";
import type { SideSnapshot } from "../graph/graph-port.ts";
import { healthEntity, restrictedEntities } from "../graph/health.ts";
import { isMetaId } from "../graph/meta-id.ts";
import type { Track, TrackState } from "../status/statuses.ts";
import { type ComparisonRow, compareSides, type Promised } from "../proof/comparison.ts";
import { accountFaults } from "./failed-message.ts";

export const monitoringCheckMoments = ["0h", "24h", "72h", "7d", "manual", "webhook", "again"] as const;
export type MonitoringCheckMoment = (typeof monitoringCheckMoments)[number];

const kept = [
  "display_name",
  "quality",
  "messaging_limit",
  "official_mark",
  "business_profile",
] as const satisfies Promised[];

export const monitoringCheckPoints = [
  "connected",
  "can_send",
  "app_subscribed",
  "funding",
  "two_step_on",
  ...kept,
] as const;
export type MonitoringCheckPoint = (typeof monitoringCheckPoints)[number];

/** again: bad, but it may pass within minutes, so a second reading decides. */
const verdicts = ["good", "bad", "unknown", "again"] as const;

/** `was`: before the move, for promised values; `is`: as Meta writes it now. null: not read. */
export const monitoringCheckRow = z.object({
  point: z.enum(monitoringCheckPoints),
  verdict: z.enum(verdicts),
  was: z.nullable(z.string()),
  is: z.nullable(z.string()),
  /** For `again`: when it was first seen; ISO. */
  since: z.optional(z.string()),
  /** For `can_send`: what blocks or limits it, in Meta's words. */
  entities: z.optional(z.array(healthEntity)),
  /** For `business_profile`: which fields differ. */
  fields: z.optional(z.array(z.enum(profileFields))),
});
export type MonitoringCheckRow = z.infer<typeof monitoringCheckRow>;

export type Findings = {
  points: readonly MonitoringCheckRow[];
  /** The exceptions to open now, for what was not bad before. */
  exceptions: readonly ExceptionCode[];
  /** Exceptions that this reading ends. */
  settled: readonly ExceptionCode[];
  tracks: Partial<Record<Track, TrackState>>;
  deviations: readonly { point: MonitoringCheckPoint; facts: Record<string, string> }[];
};

const exceptionFor: Partial<Record<MonitoringCheckPoint, ExceptionCode>> = {
  connected: "NOT_REGISTERED_AFTER_MOVE",
  can_send: "CANNOT_SEND",
  app_subscribed: "WEBHOOK_SILENT",
  display_name: "PROFILE_CHANGED",
  quality: "QUALITY_CHANGED",
  messaging_limit: "LIMIT_CHANGED",
  official_mark: "OFFICIAL_MARK_LOST",
  business_profile: "PROFILE_CHANGED",
};

/** `appId`: the app that must receive the account's webhooks; `before`: the old side, where it could be read. */
export function readPoints(
  before: SideSnapshot | null,
  now: SideSnapshot,
  appId: string | null,
): MonitoringCheckRow[] {
  const { number, waba, subscribedAppIds } = now;
  const subscribed = appId === null ? undefined : subscribedAppIds?.includes(appId);
  const pin = number?.isPinEnabled;
  const own: MonitoringCheckRow[] = [
    judged("connected", number?.status ?? null, number?.status === "CONNECTED"),
    sendingRow(now),
    judged("app_subscribed", subscribed?.toString() ?? null, subscribed === true),
    judged(
      "funding",
      waba ? String(isMetaId(waba.primaryFundingId)) : null,
      isMetaId(waba?.primaryFundingId),
    ),
    judged("two_step_on", pin?.toString() ?? null, pin === true),
  ];
  const rows = compareSides(before, now, []);
  return [...own, ...kept.map((point) => keptRow(point, rows))];
}

function judged(point: MonitoringCheckPoint, is: string | null, good: boolean): MonitoringCheckRow {
  return { point, verdict: is === null ? "unknown" : good ? "good" : "bad", was: null, is };
}

/** A limited number still sends; a word that Meta may add one day means nothing. */
function sendingRow({ number }: SideSnapshot): MonitoringCheckRow {
  const canSend = number?.health?.canSend ?? null;
  const verdict =
    canSend === "BLOCKED" ? "bad" : canSend === "AVAILABLE" || canSend === "LIMITED" ? "good" : "unknown";
  const entities = restrictedEntities(number?.health);
  const row: MonitoringCheckRow = { point: "can_send", verdict, was: null, is: canSend };
  return entities.length === 0 ? row : { ...row, entities };
}

const asPoint: Record<ComparisonRow["verdict"], MonitoringCheckRow["verdict"]> = {
  equal: "good",
  better: "good",
  different: "bad",
  unknown: "unknown",
};

function keptRow(point: (typeof kept)[number], rows: readonly ComparisonRow[]): MonitoringCheckRow {
  const row = rows.find(({ promise }) => promise === point);
  const verdict = asPoint[row?.verdict ?? "unknown"];
  const plain = { point, verdict, was: row?.before ?? null, is: row?.after ?? null };
  return row?.fields ? { ...plain, fields: row.fields } : plain;
}

/** `earlier`: the previous findings; null at the first, when the move's own comparison has reported the promises. */
export function findingsOf(
  points: readonly MonitoringCheckRow[],
  earlier: readonly MonitoringCheckRow[] | null,
): Findings {
  const isKept = (point: MonitoringCheckPoint) => kept.some((one) => one === point);
  const before = (point: MonitoringCheckPoint) => earlier?.find((row) => row.point === point)?.verdict;
  const fresh = points.filter(({ point, verdict }) => {
    if (verdict !== "bad") return false;
    return earlier === null ? !isKept(point) : before(point) !== "bad";
  });
  return {
    points,
    exceptions: codes(fresh),
    settled: settledBy(points),
    tracks: tracksOf(points, earlier === null),
    deviations: fresh.map(({ point, was, is, fields }) => ({
      point,
      facts: {
        ...(was === null ? {} : { was }),
        ...(is === null ? {} : { is }),
        ...(fields ? { fields: fields.join(", ") } : {}),
      },
    })),
  };
}

/** An exception that two points share is settled only when neither is bad. */
function settledBy(points: readonly MonitoringCheckRow[]): ExceptionCode[] {
  const wrong = new Set(codes(points.filter(({ verdict }) => verdict === "bad" || verdict === "again")));
  // Only a webhook can show that webhooks arrive again.
  const right = points.filter(({ point, verdict }) => verdict === "good" && point !== "app_subscribed");
  // Meta itself says that nothing blocks messages: the cause of an earlier failure is over.
  const sends = right.some(({ point }) => point === "can_send");
  const all: ExceptionCode[] = [...codes(right), ...(sends ? accountFaults : [])];
  return [...new Set(all)].filter((code) => !wrong.has(code));
}

function codes(rows: readonly MonitoringCheckRow[]): ExceptionCode[] {
  return [...new Set(rows.flatMap(({ point }) => exceptionFor[point] ?? []))];
}

/**
 * Meta may show a registration's PIN late, so a missing PIN counts only from the second reading on. The database knows
 * whether anybody saw a PIN that is on: if nobody did, the track becomes an exception instead of done.
 */
function tracksOf(points: readonly MonitoringCheckRow[], isFirst: boolean): Findings["tracks"] {
  const tracks: Findings["tracks"] = {};
  const verdictOf = (point: MonitoringCheckPoint) => points.find((row) => row.point === point)?.verdict;
  const settle = (track: Track, point: MonitoringCheckPoint, bad: TrackState, good?: TrackState) => {
    const verdict = verdictOf(point);
    if (verdict === "bad") tracks[track] = bad;
    if (verdict === "good" && good !== undefined) tracks[track] = good;
  };
  const sends = verdictOf("can_send");
  // A number that is connected but cannot send does not work.
  settle("number", "connected", "exception", sends === "bad" || sends === "again" ? undefined : "done");
  if (sends === "bad") tracks.number = "exception";
  settle("billing", "funding", "exception", "done");
  settle("security_pin", "two_step_on", isFirst ? "working" : "exception", "done");
  settle("webhook", "app_subscribed", "exception");
  return tracks;
}
