/** Looks at a number after its move: does it still serve, is it locked and paid for, is what was promised still kept? */
import * as z from "zod/mini";
import type { ExceptionCode } from "../exceptions/exception-codes.ts";
import type { SideSnapshot } from "../graph/graph-port.ts";
import { isMetaId } from "../graph/meta-id.ts";
import type { Track, TrackState } from "../machine/statuses.ts";
import { compareSides, type Promised } from "../proof/comparison.ts";

export const afterCheckMoments = ["0h", "24h", "72h", "7d", "asked", "told"] as const;
export type AfterCheckMoment = (typeof afterCheckMoments)[number];

const kept = ["display_name", "quality", "messaging_limit", "official_mark"] as const satisfies Promised[];

export const afterCheckPoints = ["connected", "app_subscribed", "funding", "two_step_on", ...kept] as const;
export type AfterCheckPoint = (typeof afterCheckPoints)[number];

const verdicts = ["good", "bad", "unknown"] as const;

/** `was`: before the move, for what was promised to stay; `is`: as Meta writes it now. null: not read. */
export const afterCheckRow = z.object({
  point: z.enum(afterCheckPoints),
  verdict: z.enum(verdicts),
  was: z.nullable(z.string()),
  is: z.nullable(z.string()),
});
export type AfterCheckRow = z.infer<typeof afterCheckRow>;

export type Findings = {
  points: readonly AfterCheckRow[];
  /** What the exceptions are that open now, for what was not bad before. */
  exceptions: readonly ExceptionCode[];
  /** Exceptions that this reading puts an end to. */
  settled: readonly ExceptionCode[];
  tracks: Partial<Record<Track, TrackState>>;
  deviations: readonly { point: AfterCheckPoint; facts: Record<string, string> }[];
};

const exceptionFor: Partial<Record<AfterCheckPoint, ExceptionCode>> = {
  connected: "NOT_REGISTERED_AFTER_MOVE",
  app_subscribed: "WEBHOOK_SILENT",
  display_name: "PROFILE_CHANGED",
  quality: "QUALITY_CHANGED",
  messaging_limit: "LIMIT_CHANGED",
  official_mark: "OFFICIAL_MARK_LOST",
};

/** `appId`: the app that must hear the account's webhooks; `before`: the old side, where it could be read. */
export function readPoints(
  before: SideSnapshot | null,
  now: SideSnapshot,
  appId: string | null,
): AfterCheckRow[] {
  const { number, waba, subscribedAppIds } = now;
  const subscribed = appId === null ? undefined : subscribedAppIds?.includes(appId);
  const pin = number?.isPinEnabled;
  const own: AfterCheckRow[] = [
    judged("connected", number?.status ?? null, number?.status === "CONNECTED"),
    judged("app_subscribed", subscribed?.toString() ?? null, subscribed === true),
    judged(
      "funding",
      waba ? String(isMetaId(waba.primaryFundingId)) : null,
      isMetaId(waba?.primaryFundingId),
    ),
    judged("two_step_on", pin?.toString() ?? null, pin === true),
  ];
  const rows = compareSides(before, now, []);
  return [
    ...own,
    ...kept.map((point): AfterCheckRow => {
      const row = rows.find(({ promise }) => promise === point);
      const verdict = row?.verdict === "equal" ? "good" : row?.verdict === "different" ? "bad" : "unknown";
      return { point, verdict, was: row?.before ?? null, is: row?.after ?? null };
    }),
  ];
}

function judged(point: AfterCheckPoint, is: string | null, good: boolean): AfterCheckRow {
  return { point, verdict: is === null ? "unknown" : good ? "good" : "bad", was: null, is };
}

/** `earlier`: what was found the last time; null at the first, when the move's own comparison has told the promises. */
export function findingsOf(
  points: readonly AfterCheckRow[],
  earlier: readonly AfterCheckRow[] | null,
): Findings {
  const isKept = (point: AfterCheckPoint) => kept.some((one) => one === point);
  const fresh = points.filter(({ point, verdict }) => {
    if (verdict !== "bad") return false;
    return earlier === null ? !isKept(point) : earlier.find((row) => row.point === point)?.verdict !== "bad";
  });
  return {
    points,
    exceptions: codes(fresh),
    // That webhooks are heard again only a webhook can tell.
    settled: codes(points.filter(({ point, verdict }) => verdict === "good" && point !== "app_subscribed")),
    tracks: tracksOf(points, earlier === null),
    deviations: fresh.map(({ point, was, is }) => ({
      point,
      facts: { ...(was === null ? {} : { was }), ...(is === null ? {} : { is }) },
    })),
  };
}

function codes(rows: readonly AfterCheckRow[]): ExceptionCode[] {
  return rows.flatMap(({ point }) => exceptionFor[point] ?? []);
}

/**
 * Meta may show the PIN of a registration a while later: its being off counts from the second look on. Whether a PIN that
 * is on was ever shown to anybody the database knows: without that the track becomes an exception instead of done.
 */
function tracksOf(points: readonly AfterCheckRow[], isFirst: boolean): Findings["tracks"] {
  const tracks: Findings["tracks"] = {};
  const settle = (track: Track, point: AfterCheckPoint, bad: TrackState, good?: TrackState) => {
    const verdict = points.find((row) => row.point === point)?.verdict;
    if (verdict === "bad") tracks[track] = bad;
    if (verdict === "good" && good !== undefined) tracks[track] = good;
  };
  settle("number", "connected", "exception", "done");
  settle("billing", "funding", "exception", "done");
  settle("security_pin", "two_step_on", isFirst ? "working" : "exception", "done");
  settle("webhook", "app_subscribed", "exception");
  return tracks;
}
