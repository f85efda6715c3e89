/** Parses a person's input by a schema. */
import type * as z from "zod/mini";
import { Refusal } from "#domain/commands/refusal.ts";

/** Refuses with invalid_input and the names of the wrong fields, never their values. */
export function inputOf<T>(schema: z.ZodMiniType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map(({ path }) => ({ path: path.join("."), code: "invalid" }));
  throw new Refusal(400, "invalid_input", { fields });
}
