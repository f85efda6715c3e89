/** Mails clients what they must not miss: that we wait for them, a question, a date, and when it is near. */
import type { JobStore } from "../../_shared/engine/job-store.ts";
import type { Logger } from "../../_shared/log.ts";
import type { SendMail } from "../../_shared/mail.ts";
import type { Job } from "./job.ts";
import { clientMail } from "../mails/client-mail.ts";
import { mailEach } from "./mail-each.ts";

type Services = {
  jobs: Pick<JobStore, "dueClientMails" | "noteClientMail">;
  /** Undefined: no mail service is configured. */
  sendMail: SendMail | undefined;
};

/** `appUrl`: where clients sign in. */
export function clientMailsJob({ jobs, sendMail }: Services, appUrl: string | undefined, log: Logger): Job {
  return {
    name: "client_mails",
    async work(milliseconds) {
      if (!sendMail) return 0;
      return mailEach(
        await jobs.dueClientMails(),
        (due) => clientMail(due, appUrl),
        ({ id }) => jobs.noteClientMail(id),
        { sendMail, log, job: "client_mails", milliseconds },
      );
    },
  };
}
