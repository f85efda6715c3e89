/** Parses the database's lists row by row: an invalid row is logged and does not block the others. */
import * as z from "zod/mini";
import { createLogger } from "../log.ts";

const log = createLogger("rows");

/** `from`: the command that returned the rows. Throws only if they are not a list at all. */
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
      // Only the path: the value may be a person's own text.
      const message = parsed.error.issues.map(({ path }) => path.join(".")).join(" ");
      say.error("row_set_aside", { job: from, message });
      return [];
    });
}
