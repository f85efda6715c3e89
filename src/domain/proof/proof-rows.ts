/** The rows that make a proof, as the database gives them, without those that the reader may not see. */
import * as z from "zod/mini";
import { clockCodes } from "../clocks/clock-catalogue.ts";
import { stepStates, steps } from "../cutover/step-catalogue.ts";
import { exceptionCodes } from "../exceptions/exception-codes.ts";
import { sideSnapshot } from "../graph/graph-port.ts";
import { monitoringCheckMoments, monitoringCheckRow } from "../monitoring/monitoring-check.ts";
import { statuses, tracks, trackStates, waitingOn } from "../status/statuses.ts";

const text = z.nullable(z.string());

const request = z.object({
  id: z.string(),
  reference: z.string(),
  status: z.enum(statuses),
  route: text,
  phone_number: z.string(),
  phone_country: z.string(),
  old_provider_name: z.string(),
  source_waba_id: text,
  source_phone_number_id: text,
  destination_waba_id: text,
  destination_phone_number_id: text,
  submitted_at: text,
  window_confirmed_at: text,
  no_return_at: text,
  registered_at: text,
  shared_at: text,
  completed_at: text,
  tracks: z.partialRecord(z.enum(tracks), z.enum(trackStates)),
  client: z.object({ name: z.string() }),
  provider: z.object({ name: z.string(), time_zone: z.string() }),
});

const snapshot = z.object({
  side: z.enum(["source", "destination"]),
  moment: z.enum(["before", "after"]),
  taken_at: z.string(),
  data: sideSnapshot,
});

const template = z.object({
  name: z.string(),
  language: z.string(),
  category: text,
  outcome: z.enum(["kept", "lost", "pending"]),
  why: z.string(),
  forecast: text,
  monthly_sends: z.nullable(z.number()),
});

const step = z.object({
  step: z.enum(steps),
  position: z.number(),
  state: z.enum(stepStates),
  attempts: z.number(),
  started_at: text,
  called_at: text,
  finished_at: text,
});

/** Staff read all of them; clients read those meant for them, without the author and without what moved the clocks. */
const event = z.object({
  id: z.number(),
  kind: z.string(),
  visibility: z.enum(["internal", "client"]),
  actor_kind: z.enum(["member", "client", "engine"]),
  actor_id: z.nullish(z.string()),
  to_status: z.nullable(z.enum(statuses)),
  waiting_on: z.nullish(z.enum(waitingOn)),
  on_hold: z.optional(z.boolean()),
  data: z.optional(z.record(z.string(), z.unknown())),
  created_at: z.string(),
});

const exception = z.object({
  id: z.string(),
  code: z.enum(exceptionCodes),
  owner: z.enum(waitingOn),
  step: text,
  opened_at: z.string(),
  resolved_at: text,
});

const monitoringCheck = z.object({
  moment: z.enum(monitoringCheckMoments),
  taken_at: text,
  points: z.nullable(z.array(monitoringCheckRow)),
});

const pin = z.object({ side: z.enum(["member", "client"]), outcome: text, opened_at: z.string() });

const way = z.enum(["in", "out"]);

const message = z.object({
  purpose: z.enum(["smoke", "probe"]),
  direction: way,
  opened_at: z.string(),
  outcome: text,
  error_number: z.nullish(z.number()),
});

export const proofRows = z.object({
  request,
  snapshots: z.array(snapshot),
  templates: z.array(template),
  steps: z.array(step),
  events: z.array(event),
  exceptions: z.array(exception),
  monitoringChecks: z.array(monitoringCheck),
  pins: z.array(pin),
  messages: z.array(message),
  sightings: z.array(z.object({ direction: way, at: z.string() })),
  /** For staff only, like everything below. */
  people: z.array(z.object({ user_id: z.string(), name: z.string() })),
  traces: z.array(z.object({ exception_id: z.string(), fbtrace_id: text })),
  targets: z.array(z.object({ code: z.enum(clockCodes), minutes: z.number(), valid_from: z.string() })),
  tariffs: z.array(z.object({ max_working_days: z.number(), valid_from: z.string() })),
  open: z.array(z.object({ starts_at: z.string(), ends_at: z.string() })),
});
export type ProofRows = z.infer<typeof proofRows>;

export const variants = ["staff", "client"] as const;
/** staff: everything; client: nothing that is only for the provider's staff. */
export type Variant = (typeof variants)[number];
