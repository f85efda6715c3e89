/** Parses SQL's engine_context for the engine: the move and, separately, the access to Meta. */
import { sideSnapshot } from "#domain/graph/graph-port.ts";
import type { MoveContext } from "#domain/cutover/move-context.ts";
import { stepStates, steps } from "#domain/cutover/step-catalogue.ts";
import { readRouteAnswers } from "#domain/routes/route-answers.ts";
import { routes } from "#domain/routes/route-catalogue.ts";
import type { TemplateRecord } from "#domain/templates/template-outcome.ts";
import * as z from "zod/mini";
import type { SourceStanding } from "./source-gate.ts";

const text = z.nullable(z.string());

export const templateRow = z.object({
  name: z.string(),
  language: z.string(),
  category: text,
  source_template_id: z.string(),
  source_status: text,
  source_quality: text,
  destination_template_id: text,
  destination_status: text,
  outcome: z.enum(["kept", "lost", "pending"]),
  why: z.enum([
    "copied",
    "created",
    "create_failed",
    "already_there",
    "low_quality",
    "not_approved",
    "limit_reached",
    "copy_failed",
    "not_copied_yet",
    "gone",
  ]),
});

const contextSchema = z.object({
  request: z.object({
    id: z.string(),
    provider_id: z.string(),
    phone_number: z.string(),
    phone_country: z.string(),
    route: z.nullable(z.enum(routes)),
    source_business_id: text,
    source_waba_id: text,
    source_phone_number_id: text,
    destination_waba_id: text,
    destination_phone_number_id: text,
    route_answers: z.unknown(),
  }),
  source: z.object({ proved: z.boolean(), others: z.boolean() }),
  received_here: z.boolean(),
  exchanged: z.object({ sent: z.boolean(), received: z.boolean() }),
  steps: z.array(
    z.object({
      step: z.enum(steps),
      state: z.enum(stepStates),
      attempts: z.int(),
      result: z.nullable(z.record(z.string(), z.unknown())),
    }),
  ),
  snapshots: z.array(z.object({ side: z.string(), moment: z.string(), data: sideSnapshot })),
  templates: z.array(templateRow),
  connection: z.nullable(
    z.object({
      id: z.string(),
      app_id: z.string(),
      number_limit: z.nullish(z.int()),
      signup_config_id: z.optional(text),
    }),
  ),
  token: z.nullable(
    z.object({ purpose: z.string(), key_id: z.string(), nonce: z.string(), ciphertext: z.string() }),
  ),
});
type Context = z.infer<typeof contextSchema>;

export type StoredToken = { purpose: string; key_id: string; nonce: string; ciphertext: string };

export type EngineContext = {
  move: MoveContext;
  source: SourceStanding;
  phoneCountry: string;
  sourceBusinessId: string | null;
  /** How many numbers an account of the connection may hold, if known. */
  numberLimit: number | null;
  /** null if no connection is chosen, or if it is revoked or has no token. */
  access: { providerId: string; connectionId: string; appId: string; token: StoredToken } | null;
  /** From the app's Embedded Signup; null if the provider has no signup window. */
  signupConfigId: string | null;
};

/** Throws if the database answers in another shape. */
export function readContext(value: unknown): EngineContext {
  const context = contextSchema.parse(value);
  const { request, connection, token } = context;
  return {
    move: moveOf(context),
    source: { isProved: context.source.proved, isOthers: context.source.others },
    phoneCountry: request.phone_country,
    sourceBusinessId: request.source_business_id,
    numberLimit: connection?.number_limit ?? null,
    access:
      connection && token
        ? {
            providerId: request.provider_id,
            connectionId: connection.id,
            appId: connection.app_id,
            token,
          }
        : null,
    signupConfigId: connection?.signup_config_id ?? null,
  };
}

function moveOf(context: Context): MoveContext {
  const {
    request,
    steps: rows,
    snapshots,
    templates,
    connection,
    received_here: receivedHere,
    exchanged,
  } = context;
  const snapshot = (side: string, moment: string) =>
    snapshots.find((one) => one.side === side && one.moment === moment)?.data ?? null;
  return {
    requestId: request.id,
    providerId: request.provider_id,
    phoneNumber: request.phone_number,
    route: request.route,
    sourceBusinessId: request.source_business_id,
    sourceWabaId: request.source_waba_id,
    sourcePhoneNumberId: request.source_phone_number_id,
    destinationWabaId: request.destination_waba_id,
    destinationPhoneNumberId: request.destination_phone_number_id,
    accountModel: readRouteAnswers(request.route_answers).accountModel ?? null,
    receivedHere,
    exchanged,
    appId: connection?.app_id ?? null,
    steps: rows,
    snapshots: { before: snapshot("source", "before"), after: snapshot("destination", "after") },
    templates: templates.map(templateRecord),
  };
}

/** Converts a row of `templates` into the engine's record. */
export function templateRecord(row: z.infer<typeof templateRow>): TemplateRecord {
  return {
    name: row.name,
    language: row.language,
    category: row.category,
    sourceTemplateId: row.source_template_id,
    sourceStatus: row.source_status,
    sourceQuality: row.source_quality,
    destinationTemplateId: row.destination_template_id,
    destinationStatus: row.destination_status,
    outcome: row.outcome,
    why: row.why,
  };
}
