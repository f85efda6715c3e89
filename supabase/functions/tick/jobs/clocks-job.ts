/** Reminds, chases, escalates and lets drafts expire, when their clocks say so. */
import type { JobStore } from "../../_shared/engine/job-store.ts";
import type { Job } from "./job.ts";

const perCall = 100;

export function clocksJob({ keepClocks }: Pick<JobStore, "keepClocks">): Job {
  return { name: "clocks", work: () => keepClocks(perCall) };
}
