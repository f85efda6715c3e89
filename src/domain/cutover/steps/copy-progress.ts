/** How far the copy of the templates has come: stored in the step's result so that another worker can continue. */
import * as z from "zod/mini";
import type { StepRow } from "../move-context.ts";

const progressSchema = z.object({
  /** The next page, from 0. */
  page: z.int(),
  /** Templates per page; halved when a page takes too long. */
  count: z.int(),
  /** Whether all pages are done and only the missing ones remain. */
  retrying: z.boolean(),
  /** Number of templates at the source; null where they cannot be listed. */
  total: z.nullish(z.int()),
  /** Ids that are still to be retried. */
  left: z.nullish(z.array(z.string())),
  /** Ids that Meta says it has copied; it may list the copies much later. */
  migrated: z.array(z.string()),
  /** Meta's reason by template id. */
  failed: z.record(z.string(), z.string()),
});
export type CopyProgress = z.infer<typeof progressSchema>;

/** Meta's own limit, and the smallest page that is worth a call. */
const maxPerPage = 500;
const fewestPerPage = 20;

export function progressOf(row: StepRow): CopyProgress {
  const stored = progressSchema.safeParse(row.result?.progress);
  return stored.success
    ? stored.data
    : { page: 0, count: maxPerPage, retrying: false, migrated: [], failed: {} };
}

/** After a time-out: restarts with half as many; Meta refuses those already copied as existing. */
export function halved(progress: CopyProgress): CopyProgress {
  return { ...progress, page: 0, count: Math.max(fewestPerPage, Math.floor(progress.count / 2)) };
}
