/** Parses Meta's health summary leniently, because it decides no step; its texts are redacted and truncated. */
import type { HealthEntity, HealthFacts } from "#domain/graph/health.ts";
import * as z from "zod/mini";
import { redactText } from "./redact.ts";

const maxEntities = 20;
const maxTexts = 10;
const longestText = 300;

const list = z.array(z.unknown());
const error = z.object({
  error_code: z.optional(z.unknown()),
  error_description: z.optional(z.unknown()),
  possible_solution: z.optional(z.unknown()),
});
const entity = z.object({
  entity_type: z.string(),
  can_send_message: z.optional(z.unknown()),
  errors: z.optional(z.unknown()),
  additional_info: z.optional(z.unknown()),
});
const health = z.object({ can_send_message: z.optional(z.unknown()), entities: z.optional(z.unknown()) });

export const healthSchema = z.optional(z.unknown());

/** Returns nothing if Meta shows no summary, or something that is not one. */
export function healthOf(given: unknown): { health?: HealthFacts } {
  const { data } = health.safeParse(given);
  if (!data) return {};
  const entities = listOf(data.entities).slice(0, maxEntities).flatMap(entityOf);
  return { health: { canSend: wordOf(data.can_send_message), entities } };
}

function entityOf(given: unknown): HealthEntity[] {
  const { data } = entity.safeParse(given);
  if (!data) return [];
  const errors = listOf(data.errors).slice(0, maxTexts).flatMap(errorOf);
  const notes = listOf(data.additional_info)
    .slice(0, maxTexts)
    .flatMap((note) => textOf(note) ?? []);
  return [{ type: wordOf(data.entity_type) ?? "", canSend: wordOf(data.can_send_message), errors, notes }];
}

function errorOf(given: unknown): HealthEntity["errors"] {
  const { data } = error.safeParse(given);
  if (!data) return [];
  const code = typeof data.error_code === "string" ? Number(data.error_code) : data.error_code;
  return [
    {
      code: typeof code === "number" && Number.isInteger(code) ? code : null,
      description: textOf(data.error_description),
      solution: textOf(data.possible_solution),
    },
  ];
}

/** Meta sends a list; a single text counts as a list of one. */
function listOf(given: unknown): unknown[] {
  return typeof given === "string" ? [given] : (list.safeParse(given).data ?? []);
}

function wordOf(given: unknown): string | null {
  return typeof given === "string" && /^\w{1,60}$/.test(given) ? given : null;
}

function textOf(given: unknown): string | null {
  return typeof given === "string" && given !== "" ? redactText(given, []).slice(0, longestText) : null;
}
