/** How long everything took: the milestones for all readers, the time limits and the time by party for staff. */
import * as z from "zod/mini";
import { startOfLocalDate } from "../../clocks/calendar.ts";
import { clockCodes } from "../../clocks/clock-catalogue.ts";
import { requestClocks } from "../../clocks/request-clocks.ts";
import { type ClockEvent, timeByParty } from "../../clocks/time-by-party.ts";
import type { ProofRows } from "../proof-rows.ts";
import { section } from "../proof-section.ts";

const text = z.nullable(z.string());
const ms = z.number();

/** Clients cannot read the events that move the clocks, so their sum would be different. */
const counted = z.strictObject({
  /** The last event: the same rows give the same proof, whenever it is made. */
  until: z.string(),
  byParty: z.strictObject({ us: ms, client: ms, old_provider: ms, meta: ms, hold: ms }),
  clocks: z.array(
    z.strictObject({
      code: z.enum(clockCodes),
      spent: ms,
      allowance: ms,
      state: z.enum(["running", "predicted", "breached", "paused", "met", "missed"]),
    }),
  ),
});

export const clocks = section({
  schema: z.strictObject({
    submittedAt: text,
    agreedAt: text,
    begunAt: text,
    noReturnAt: text,
    registeredAt: text,
    completedAt: text,
    counted: z.nullable(counted),
  }),
  build: (rows, variant) => ({
    submittedAt: rows.request.submitted_at,
    agreedAt: rows.request.window_confirmed_at,
    begunAt: earliest(rows.steps.flatMap(({ started_at }) => started_at ?? [])),
    noReturnAt: rows.request.no_return_at,
    registeredAt: rows.request.registered_at,
    completedAt: rows.request.completed_at,
    counted: variant === "staff" ? countedFrom(rows) : null,
  }),
});

function earliest(times: readonly string[]): string | null {
  return times.toSorted((a, b) => Date.parse(a) - Date.parse(b))[0] ?? null;
}

function countedFrom({ events, targets, tariffs, open, request }: ProofRows): z.infer<typeof counted> | null {
  const sorted = events.toSorted((a, b) => a.id - b.id);
  const since = sorted.slice(sorted.findIndex(({ kind }) => kind === "request.submit"));
  const last = since.at(-1);
  if (!last || since[0]?.kind !== "request.submit") return null;
  const now = Date.parse(last.created_at);
  const reported = since.map(asClockEvent);
  const setting = {
    targets: targets.map(({ code, minutes, valid_from }) => ({
      code,
      minutes,
      validFrom: Date.parse(valid_from),
    })),
    terms: tariffs.map(({ max_working_days, valid_from }) => ({
      workingDays: max_working_days,
      validFrom: startOfLocalDate(valid_from, request.provider.time_zone),
    })),
    open: open
      .map(({ starts_at, ends_at }) => ({ start: Date.parse(starts_at), end: Date.parse(ends_at) }))
      .toSorted((a, b) => a.start - b.start),
    now,
  };
  return {
    until: last.created_at,
    byParty: timeByParty(reported, now),
    clocks: requestClocks(reported, setting).map(({ code, spent, allowance, state }) => ({
      code,
      spent,
      allowance,
      state,
    })),
  };
}

function asClockEvent(row: ProofRows["events"][number]): ClockEvent {
  return {
    at: Date.parse(row.created_at),
    kind: row.kind,
    actor: row.actor_kind,
    status: row.to_status ?? "submitted",
    waitingOn: row.waiting_on ?? null,
    onHold: row.on_hold ?? false,
    data: row.data ?? {},
  };
}
