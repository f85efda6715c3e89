/** How long a number could not send or receive during the change, as far as small messages across the move show. */
import { type SendErrorReason, sendErrorOf } from "../exceptions/send-errors.ts";

/** Times are ms since 1970. */
export type ProbePoint = { at: number; direction: "in" | "out"; passed: boolean };

export type GapInput = {
  /** When the call that moves the number began and was answered: the old provider lost it somewhere in between. */
  registeredFrom: number;
  registeredTo: number;
  points: readonly ProbePoint[];
};

/** Seconds; the truth lies between. `most` is null while nothing has passed since the move. */
export type Gap = { least: number; most: number | null };

export type MeasuredGap = { sending: Gap | null; receiving: Gap | null };

/** null for a direction in which nothing was tried after the move. */
export function measureGap(input: GapInput): MeasuredGap {
  return { sending: gapOf(input, "out"), receiving: gapOf(input, "in") };
}

function gapOf(
  { registeredFrom, registeredTo, points }: GapInput,
  direction: ProbePoint["direction"],
): Gap | null {
  const tried = points
    .filter((point) => point.direction === direction && point.at >= registeredFrom)
    .toSorted((one, other) => one.at - other.at);
  if (tried.length === 0) return null;
  const first = tried.findIndex(({ passed }) => passed);
  const failed = first === -1 ? tried : tried.slice(0, first);
  const lastFailed = failed.at(-1)?.at ?? registeredTo;
  const passed = first === -1 ? null : (tried[first]?.at ?? null);
  return {
    least: Math.max(0, lastFailed - registeredTo) / 1000,
    most: passed === null ? null : Math.max(0, passed - registeredFrom) / 1000,
  };
}

export type TestMessage = {
  direction: "in" | "out";
  opened_at: string;
  outcome: string | null;
  /** Meta's number of a refusal. */
  error_number?: number | null;
};

/** Refusals of the message itself: another template might have passed, so they say nothing about the number. */
const ofMessage: ReadonlySet<SendErrorReason> = new Set([
  "sample_template",
  "template_missing",
  "template_parameters",
  "template_policy",
  "template_paused",
  "template_disabled",
  "template_category_limit",
  "request_invalid",
  "recipient_is_sender",
  "recipient_not_allowed",
  "recipient_unreachable",
  "recipient_blocked",
  "window_closed",
]);

function tells({ outcome, error_number: number }: TestMessage): boolean {
  if (outcome === null) return false;
  return (
    outcome !== "refused" ||
    number === null ||
    number === undefined ||
    !ofMessage.has(sendErrorOf(number).reason)
  );
}

/** An incoming message counts as received if any was seen before the next was sent: their ids cannot be matched. */
export function probePoints(messages: readonly TestMessage[], seenIn: readonly string[]): ProbePoint[] {
  const seen = seenIn.map((time) => Date.parse(time));
  const sentIn = messages
    .filter(({ direction, outcome }) => direction === "in" && outcome === "accepted")
    .map(({ opened_at }) => Date.parse(opened_at))
    .toSorted((one, other) => one - other);
  const came = sentIn.map((at, index): ProbePoint => {
    const next = sentIn[index + 1] ?? Number.POSITIVE_INFINITY;
    return { at, direction: "in", passed: seen.some((time) => time >= at && time < next) };
  });
  const went = messages
    .filter((message) => message.direction === "out" && tells(message))
    .map(({ opened_at, outcome }): ProbePoint => {
      return { at: Date.parse(opened_at), direction: "out", passed: outcome === "accepted" };
    });
  return [...came, ...went].toSorted((one, other) => one.at - other.at);
}

export type GapReading = MeasuredGap & { points: readonly ProbePoint[]; movedAt: number };

type Move = {
  registeredAt: string | null;
  /** The step that moved the number, where Portdesk did it; `called_at`: its last call, which is the one that did. */
  register: { called_at: string | null; finished_at: string | null } | undefined;
  probes: readonly TestMessage[];
  sightings: readonly { direction: string; at: string }[];
};

/** null while nothing was probed, or before the number moved. */
export function readGap({ registeredAt, register, probes, sightings }: Move): GapReading | null {
  const answered = register?.finished_at ?? registeredAt;
  if (answered === null || probes.length === 0) return null;
  const points = probePoints(
    probes,
    sightings.filter(({ direction }) => direction === "in").map(({ at }) => at),
  );
  const registeredTo = Date.parse(answered);
  const registeredFrom = Math.min(registeredTo, Date.parse(register?.called_at ?? answered));
  return { ...measureGap({ registeredFrom, registeredTo, points }), points, movedAt: registeredTo };
}
