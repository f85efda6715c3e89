/** What an admin does with a connection to Meta, and its input. */
import * as z from "zod/mini";
import { Refusal } from "../_shared/refusal.ts";

const metaId = z.string().check(z.regex(/^\d{5,25}$/));

const connectionAct = z.discriminatedUnion("act", [
  z.object({
    act: z.literal("save"),
    provider: z.uuid(),
    /** null: a new one. */
    connection: z.nullable(z.uuid()),
    name: z.string().check(z.trim(), z.minLength(1), z.maxLength(120)),
    appId: metaId,
    businessId: metaId,
    token: z.string().check(z.trim(), z.regex(/^[\x21-\x7e]{20,2000}$/)),
  }),
  z.object({ act: z.literal("test"), provider: z.uuid(), connection: z.uuid() }),
]);
export type ConnectionAct = z.infer<typeof connectionAct>;

/** Refuses with invalid_input and the fields at fault. */
export function readConnectionAct(body: unknown): ConnectionAct {
  const parsed = connectionAct.safeParse(body);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map(({ path }) => ({ path: path.join("."), code: "invalid" }));
  throw new Refusal(400, "invalid_input", { fields });
}
