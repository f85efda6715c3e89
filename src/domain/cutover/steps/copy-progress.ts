/** How far the copy of the templates has come: kept in the step's result, so that another worker can go on. */
import * as z from "zod/mini";
import type { StepRow } from "../move-context.ts";

const progressSchema = z.object({
  /** The next page, from 0. */
  page: z.int(),
  /** Templates a page; halved when a page takes too long. */
  count: z.int(),
  /** Whether the pages are through and only the missing ones remain. */
  retrying: z.boolean(),
  /** Templates of the source; null where they cannot be listed. */
  total: z.nullish(z.int()),
  /** Ids that are still to be tried again. */
  left: z.nullish(z.array(z.string())),
  /** Ids that Meta says it has copied; its copies may be listed much later. */
  migrated: z.array(z.string()),
  /** Meta's reason by template id. */
  failed: z.record(z.string(), z.string()),
});
export type CopyProgress = z.infer<typeof progressSchema>;

/** Meta's own limit, and the least that is worth a call. */
const maxPerPage = 500;
const fewestPerPage = 20;

export function progressOf(row: StepRow): CopyProgress {
  const stored = progressSchema.safeParse(row.result?.progress);
  return stored.success
    ? stored.data
    : { page: 0, count: maxPerPage, retrying: false, migrated: [], failed: {} };
}

/** After a time-out: from the start with half as many; what was copied already is refused as existing. */
export function halved(progress: CopyProgress): CopyProgress {
  return { ...progress, page: 0, count: Math.max(fewestPerPage, Math.floor(progress.count / 2)) };
}
