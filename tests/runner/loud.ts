/** A function's log that fails the test on what a job sets aside: there it would go on, and nobody would notice. */
import type { Logger } from "../../supabase/functions/_shared/log.ts";

export const loud: Logger = {
  info: () => undefined,
  error(event, fields) {
    throw new Error(`${event} ${fields?.job}: ${fields?.message}`);
  },
};
