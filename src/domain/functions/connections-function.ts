/** What an admin does with a connection to Meta, and what Meta says about its token. */
import * as z from "zod/mini";
import type { EdgeFunction } from "./edge-function.ts";

const metaId = z.string().check(z.regex(/^\d{5,25}$/));

export const connectionsFunction = {
  name: "connections",
  request: z.discriminatedUnion("command", [
    z.object({
      command: z.literal("save"),
      provider: z.uuid(),
      /** null: a new one. */
      connection: z.nullable(z.uuid()),
      name: z.string().check(z.trim(), z.minLength(1), z.maxLength(120)),
      appId: metaId,
      businessId: metaId,
      token: z.string().check(z.trim(), z.regex(/^[\x21-\x7e]{20,2000}$/)),
    }),
    z.object({ command: z.literal("test"), provider: z.uuid(), connection: z.uuid() }),
  ]),
  answer: z.object({
    valid: z.boolean(),
    scopes: z.array(z.string()),
    /** ISO times; null where there is no end. */
    expiresAt: z.nullable(z.string()),
    dataAccessExpiresAt: z.nullable(z.string()),
  }),
} as const satisfies EdgeFunction;
