/** Which party had to act, and for how long: every moment from filing to end belongs to exactly one party. */
import type { Status, WaitingOn } from "../status/statuses.ts";

/** The state after an event; events are in order of time. */
export type ClockEvent = {
  /** ms since 1970. */
  at: number;
  kind: string;
  actor: "member" | "client" | "engine";
  status: Status;
  waitingOn: WaitingOn | null;
  onHold: boolean;
  data: Readonly<Record<string, unknown>>;
};

/** hold: the request was waiting on us and on hold. Nobody else's clock pauses for that. */
export const parties = ["us", "client", "old_provider", "meta", "hold"] as const;
export type Party = (typeof parties)[number];

export type TimeByParty = Record<Party, number>;

const final: readonly Status[] = ["completed", "rejected", "cancelled", "failed"];
export const isFinal = (status: Status): boolean => final.includes(status);

/** In ms, from the first event to the one that ended the request, or to `now`. */
export function timeByParty(events: readonly ClockEvent[], now: number): TimeByParty {
  const total: TimeByParty = { us: 0, client: 0, old_provider: 0, meta: 0, hold: 0 };
  for (const [index, event] of events.entries()) {
    if (isFinal(event.status)) break;
    const until = events[index + 1]?.at ?? Math.max(now, event.at);
    total[partyAfter(event)] += until - event.at;
  }
  return total;
}

/** Counts for us where no party is named, so no time is lost. */
function partyAfter({ waitingOn, onHold }: ClockEvent): Party {
  const party = waitingOn ?? "us";
  return onHold && party === "us" ? "hold" : party;
}
