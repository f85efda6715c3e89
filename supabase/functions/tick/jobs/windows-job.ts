/** Announces agreed windows that are a day or an hour away, and reports missed ones. */
import type { JobStore } from "../../_shared/engine/job-store.ts";
import type { Job } from "./job.ts";

const perCall = 100;

export function windowsJob({ announceWindows }: Pick<JobStore, "announceWindows">): Job {
  return { name: "windows", work: () => announceWindows(perCall) };
}
