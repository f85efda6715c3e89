/**
 * Meta's own summary of whether a number or an account can send: the node in question and those it depends on. Source:
 * Meta, "Messaging and Calling Health Status" (business-messaging/whatsapp/support/health-status, 17 June 2026): the
 * whole is BLOCKED when one entity is, LIMITED when none is blocked and one is limited; a blocked entity names errors
 * with a possible solution, a limited one additional information. Any other word means nothing.
 */
import * as z from "zod/mini";

const text = z.nullish(z.string());

/** `code`: from Meta's list; `description` and `solution` are Meta's texts, redacted. */
export const healthError = z.object({ code: z.nullish(z.number()), description: text, solution: text });

export const healthEntity = z.object({
  /** PHONE_NUMBER, WABA, BUSINESS, APP or what Meta adds. */
  type: z.string(),
  canSend: text,
  errors: z.array(healthError),
  /** What Meta says about a limitation, redacted. */
  notes: z.array(z.string()),
});
export type HealthEntity = z.infer<typeof healthEntity>;

export const healthFacts = z.object({ canSend: text, entities: z.array(healthEntity) });
export type HealthFacts = z.infer<typeof healthFacts>;

/** In one line: the overall word, and the entities behind it with the numbers of Meta's errors. */
export function healthLine(health: HealthFacts): string {
  const due = restrictedEntities(health).map(({ type, errors }) =>
    [type, ...errors.flatMap(({ code }) => code ?? [])].join(" "),
  );
  return [health.canSend ?? "–", ...(due.length > 0 ? [`(${due.join(", ")})`] : [])].join(" ");
}

/** The entities that block or limit sending. */
export function restrictedEntities(health: HealthFacts | null | undefined): HealthEntity[] {
  return (health?.entities ?? []).filter(({ canSend }) => canSend === "BLOCKED" || canSend === "LIMITED");
}
