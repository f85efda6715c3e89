/** Mails clients what they must not miss: that we wait for them, a question, a date, and when it is near. */
import type { CallFunction } from "../../_shared/database/call.ts";
import type { Logger } from "../../_shared/log.ts";
import type { SendMail } from "../../_shared/mail/send-mail.ts";
import type { Job } from "../jobs/job.ts";
import { clientMail } from "./client-mail.ts";
import { dueClientMails, noteClientMail } from "./client-mail-queries.ts";
import { mailEach } from "./mail-each.ts";

type Services = {
  call: CallFunction;
  /** Undefined: no mail service is configured. */
  sendMail: SendMail | undefined;
};

/** `appUrl`: where clients sign in. */
export function clientMailsJob({ call, sendMail }: Services, appUrl: string | undefined, log: Logger): Job {
  return {
    name: "client_mails",
    async work(milliseconds) {
      if (!sendMail) return 0;
      return mailEach(
        await dueClientMails(call),
        (due) => clientMail(due, appUrl),
        ({ id }) => noteClientMail(call, id),
        { sendMail, log, job: "client_mails", milliseconds },
      );
    },
  };
}
