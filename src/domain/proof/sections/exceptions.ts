/** Everything that went wrong along the way, and when it was settled. */
import * as z from "zod/mini";
import { exceptionCodes } from "../../exceptions/exception-codes.ts";
import { waitingOn } from "../../status/statuses.ts";
import { section } from "../proof-section.ts";

const text = z.nullable(z.string());

export const exceptions = section({
  schema: z.array(
    z.strictObject({
      code: z.enum(exceptionCodes),
      owner: z.enum(waitingOn),
      step: text,
      openedAt: z.string(),
      resolvedAt: text,
      /** With it, Meta's support finds its own answer; in the staff's proof only. */
      traceId: text,
    }),
  ),
  build({ exceptions: rows, traces }, variant) {
    const traceOf = new Map(traces.map(({ exception_id, fbtrace_id }) => [exception_id, fbtrace_id]));
    return rows
      .toSorted((a, b) => Date.parse(a.opened_at) - Date.parse(b.opened_at) || (a.id < b.id ? -1 : 1))
      .map(({ id, code, owner, step, opened_at, resolved_at }) => ({
        code,
        owner,
        step,
        openedAt: opened_at,
        resolvedAt: resolved_at,
        traceId: variant === "staff" ? (traceOf.get(id) ?? null) : null,
      }));
  },
});
