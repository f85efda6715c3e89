/** Mails each invitation to the invited person; if there is no mail service, the admins pass it on. */
import type { JobStore } from "../../_shared/engine/job-store.ts";
import type { Logger } from "../../_shared/log.ts";
import type { SendMail } from "../../_shared/mail.ts";
import type { Job } from "./job.ts";
import { invitationMail } from "../mails/invitation-mail.ts";
import { mailEach } from "./mail-each.ts";

type Services = {
  jobs: Pick<JobStore, "dueInvitations" | "noteMailedInvitation">;
  /** Undefined: no mail service is configured. */
  sendMail: SendMail | undefined;
};

/** `appUrl`: where people sign in. A rejected mail is due again later and blocks no other. */
export function invitationsJob({ jobs, sendMail }: Services, appUrl: string | undefined, log: Logger): Job {
  return {
    name: "invitations",
    async work(milliseconds) {
      if (!sendMail) return 0;
      return mailEach(
        await jobs.dueInvitations(),
        (invitation) => ({ to: invitation.to, ...invitationMail(invitation, appUrl) }),
        ({ id }) => jobs.noteMailedInvitation(id),
        { sendMail, log, job: "invitations", milliseconds },
      );
    },
  };
}
