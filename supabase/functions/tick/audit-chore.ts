/** Seals what waits in the audit's intake, until it is empty or a quarter of the time is up. */
import type { ChoreStore } from "../_shared/engine/chore-store.ts";
import type { Chore } from "./chore.ts";

const perCall = 2000;

/** `now`: ms since 1970. */
export function auditChore({ sealAudit }: Pick<ChoreStore, "sealAudit">, now: () => number): Chore {
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
