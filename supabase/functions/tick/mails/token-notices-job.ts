/** Mails a provider's admins before a connection's token or its data access expires; the screen shows it too. */
import type { CallFunction } from "../../_shared/database/call.ts";
import type { Logger } from "../../_shared/log.ts";
import type { SendMail } from "../../_shared/mail/send-mail.ts";
import type { Job } from "../jobs/job.ts";
import { tokenMail } from "./token-mail.ts";
import { dueTokenNotices, noteTokenNotice, type TokenNoticeDue } from "./token-notice-queries.ts";

type Services = {
  call: CallFunction;
  /** Undefined: no mail service is configured. */
  sendMail: SendMail | undefined;
};

/** A notice is due again later if no admin's mail was accepted; one notified admin is enough. */
export function tokenNoticesJob({ call, sendMail }: Services, appUrl: string | undefined, log: Logger): Job {
  return {
    name: "token_notices",
    async work(milliseconds) {
      if (!sendMail) return 0;
      const from = performance.now();
      let reported = 0;
      for (const notice of await dueTokenNotices(call)) {
        if (performance.now() - from >= milliseconds) break;
        if ((await mail(sendMail, notice, appUrl, log)) === 0) continue;
        await noteTokenNotice(call, notice);
        reported += 1;
      }
      return reported;
    },
  };
}

/** Returns how many of the mails were accepted. */
async function mail(
  sendMail: SendMail,
  notice: TokenNoticeDue,
  appUrl: string | undefined,
  log: Logger,
): Promise<number> {
  let taken = 0;
  for (const to of notice.to) {
    try {
      await sendMail({ to, ...tokenMail(notice, appUrl) });
      taken += 1;
    } catch {
      // The service's message may name the recipient that it refused.
      log.error("mail_not_taken", { job: "token_notices", provider: notice.provider });
    }
  }
  return taken;
}
