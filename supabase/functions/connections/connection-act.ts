/** What an admin does with a connection to Meta, and its input. */
import * as z from "zod/mini";

const metaId = z.string().check(z.regex(/^\d{5,25}$/));

export const connectionAct = z.discriminatedUnion("act", [
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
