/** Tells outside how far each chain of the audit is sealed: in the function's log, and by e-mail where there is a service. */
import type { ChoreStore } from "../_shared/engine/chore-store.ts";
import type { Logger } from "../_shared/log.ts";
import type { SendMail } from "../_shared/mail.ts";
import type { Chore } from "./chore.ts";
import { headMail } from "./head-mail.ts";

type World = {
  chores: Pick<ChoreStore, "auditHeadsDue" | "notePublishedHead">;
  /** Undefined: no mail service is configured. */
  sendMail: SendMail | undefined;
};

/** A head whose mail was not taken is told again with the next tick, to all its admins. */
export function headsChore({ chores, sendMail }: World, log: Logger): Chore {
  return {
    name: "audit_heads",
    async work() {
      let told = 0;
      for (const { provider, name, locale, seq, hash, to } of await chores.auditHeadsDue()) {
        log.info("audit_head", { provider, seq, hash });
        if (sendMail)
          for (const address of to) await sendMail({ to: address, ...headMail(name, locale, { seq, hash }) });
        await chores.notePublishedHead(provider, seq);
        told += 1;
      }
      return told;
    },
  };
}
