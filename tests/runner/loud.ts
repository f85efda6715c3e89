/** A function's log that fails the test on anything a job sets aside, which would otherwise go unnoticed. */
import type { Logger } from "../../supabase/functions/_shared/log.ts";

export const loud: Logger = {
  info: () => undefined,
  error(event, fields) {
    throw new Error(`${event} ${fields?.job}: ${fields?.message}`);
  },
};
