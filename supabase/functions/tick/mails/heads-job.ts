/** Publishes outside how far each audit chain is sealed: in the function's log, and by e-mail if there is a service. */
import * as z from "zod/mini";
import type { CallFunction } from "../../_shared/database/call.ts";
import { goodRows } from "../../_shared/database/good-rows.ts";
import type { Logger } from "../../_shared/log.ts";
import type { SendMail } from "../../_shared/mail/send-mail.ts";
import type { Job } from "../jobs/job.ts";
import { headMail } from "./head-mail.ts";

const headDue = z.object({
  provider: z.string(),
  name: z.string(),
  locale: z.enum(["en", "ru"]),
  seq: z.int(),
  hash: z.string(),
  /** The admins' e-mail addresses. */
  to: z.array(z.string()),
});
type HeadDue = z.infer<typeof headDue>;

type Services = {
  call: CallFunction;
  /** Undefined: no mail service is configured. */
  sendMail: SendMail | undefined;
};

/** A head is due again later if no admin's mail was accepted; one notified admin is enough. */
export function headsJob({ call, sendMail }: Services, log: Logger): Job {
  return {
    name: "audit_heads",
    async work(milliseconds) {
      const from = performance.now();
      const due = goodRows(headDue, await call("engine_audit_heads_due", {}), "engine_audit_heads_due");
      let reported = 0;
      for (const head of due) {
        if (performance.now() - from >= milliseconds) break;
        const { provider, seq, hash, to } = head;
        log.info("audit_head", { provider, seq, hash });
        if (sendMail && to.length > 0 && (await mailHead(sendMail, head, log)) === 0) continue;
        await call("engine_note_published_head", { p_provider: provider, p_seq: seq });
        reported += 1;
      }
      return reported;
    },
  };
}

/** Returns how many of the mails were accepted. */
async function mailHead(sendMail: SendMail, head: HeadDue, log: Logger): Promise<number> {
  const { provider, name, locale, seq, hash, to } = head;
  let taken = 0;
  for (const address of to) {
    try {
      await sendMail({ to: address, ...headMail(name, locale, { seq, hash }) });
      taken += 1;
    } catch {
      // The service's message may name the recipient that it refused.
      log.error("mail_not_taken", { job: "audit_heads", provider });
    }
  }
  return taken;
}
