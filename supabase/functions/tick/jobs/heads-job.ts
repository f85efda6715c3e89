/** Publishes outside how far each audit chain is sealed: in the function's log, and by e-mail if there is a service. */
import type { JobStore, HeadDue } from "../../_shared/engine/job-store.ts";
import type { Logger } from "../../_shared/log.ts";
import type { SendMail } from "../../_shared/mail.ts";
import type { Job } from "./job.ts";
import { headMail } from "../mails/head-mail.ts";

type Services = {
  jobs: Pick<JobStore, "auditHeadsDue" | "notePublishedHead">;
  /** Undefined: no mail service is configured. */
  sendMail: SendMail | undefined;
};

/** A head is due again later if no admin's mail was accepted; one notified admin is enough. */
export function headsJob({ jobs, sendMail }: Services, log: Logger): Job {
  return {
    name: "audit_heads",
    async work(milliseconds) {
      const from = performance.now();
      let reported = 0;
      for (const head of await jobs.auditHeadsDue()) {
        if (performance.now() - from >= milliseconds) break;
        const { provider, seq, hash, to } = head;
        log.info("audit_head", { provider, seq, hash });
        if (sendMail && to.length > 0 && (await mailHead(sendMail, head, log)) === 0) continue;
        await jobs.notePublishedHead(provider, seq);
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
