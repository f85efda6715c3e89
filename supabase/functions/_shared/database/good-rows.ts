/** Lists of the database, row by row: one that is not what it should be is named in the log and keeps no other waiting. */
import * as z from "zod/mini";
import { createLogger } from "../log.ts";

const log = createLogger("rows");

/** `from`: the command that handed them out. Throws only when it is no list at all. */
export function goodRows<Schema extends z.ZodMiniType>(
  schema: Schema,
  rows: unknown,
  from: string,
  say: Pick<typeof log, "error"> = log,
): z.output<Schema>[] {
  return z
    .array(z.unknown())
    .parse(rows)
    .flatMap((row) => {
      const parsed = schema.safeParse(row);
      if (parsed.success) return [parsed.data];
      // Where it is odd, and not what stands there: that may be somebody's words.
      const message = parsed.error.issues.map(({ path }) => path.join(".")).join(" ");
      say.error("row_set_aside", { job: from, message });
      return [];
    });
}
