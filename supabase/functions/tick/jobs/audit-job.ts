/** Seals the entries in the audit's intake until it is empty or a quarter of the time is up. */
import * as z from "zod/mini";
import type { CallFunction } from "../../_shared/database/call.ts";
import type { Job } from "./job.ts";

/** Entries of each provider. */
const perCall = 2000;

/** `now`: ms since 1970. */
export function auditJob(call: CallFunction, now: () => number): Job {
  return {
    name: "audit",
    share: 1 / 4,
    async work(milliseconds) {
      const until = now() + milliseconds;
      let sealed = 0;
      for (;;) {
        const more = z.int().parse(await call("engine_seal_audit", { p_limit: perCall }));
        sealed += more;
        if (more < perCall || now() >= until) return sealed;
      }
    },
  };
}
