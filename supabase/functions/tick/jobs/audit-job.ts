/** Seals the entries in the audit's intake until it is empty or a quarter of the time is up. */
import type { JobStore } from "../../_shared/engine/job-store.ts";
import type { Job } from "./job.ts";

const perCall = 2000;

/** `now`: ms since 1970. */
export function auditJob({ sealAudit }: Pick<JobStore, "sealAudit">, now: () => number): Job {
  return {
    name: "audit",
    share: 1 / 4,
    async work(milliseconds) {
      const until = now() + milliseconds;
      let sealed = 0;
      for (;;) {
        const more = await sealAudit(perCall);
        sealed += more;
        if (more < perCall || now() >= until) return sealed;
      }
    },
  };
}
