/** Mails each invitation to the invited person; if there is no mail service, the admins pass it on. */
import type { CallFunction } from "../../_shared/database/call.ts";
import type { Logger } from "../../_shared/log.ts";
import type { SendMail } from "../../_shared/mail/send-mail.ts";
import type { Job } from "../jobs/job.ts";
import { invitationMail } from "./invitation-mail.ts";
import { dueInvitations, noteMailedInvitation } from "./invitation-queries.ts";
import { mailEach } from "./mail-each.ts";

type Services = {
  call: CallFunction;
  /** Undefined: no mail service is configured. */
  sendMail: SendMail | undefined;
};

/** `appUrl`: where people sign in. A rejected mail is due again later and blocks no other. */
export function invitationsJob({ call, sendMail }: Services, appUrl: string | undefined, log: Logger): Job {
  return {
    name: "invitations",
    async work(milliseconds) {
      if (!sendMail) return 0;
      return mailEach(
        await dueInvitations(call),
        (invitation) => ({ to: invitation.to, ...invitationMail(invitation, appUrl) }),
        ({ id }) => noteMailedInvitation(call, id),
        { sendMail, log, job: "invitations", milliseconds },
      );
    },
  };
}
