/** Mails each invitation to whom it invites; where there is no mail service the admins tell them. */
import type { ChoreStore } from "../_shared/engine/chore-store.ts";
import type { Logger } from "../_shared/log.ts";
import type { SendMail } from "../_shared/mail.ts";
import type { Chore } from "./chore.ts";
import { invitationMail } from "./invitation-mail.ts";
import { mailEach } from "./mail-each.ts";

type World = {
  chores: Pick<ChoreStore, "dueInvitations" | "noteMailedInvitation">;
  /** Undefined: no mail service is configured. */
  sendMail: SendMail | undefined;
};

/** `deskUrl`: where people sign in. One that was not taken is due again later and holds up nobody else's. */
export function invitationsChore(
  { chores, sendMail }: World,
  deskUrl: string | undefined,
  log: Logger,
): Chore {
  return {
    name: "invitations",
    async work(milliseconds) {
      if (!sendMail) return 0;
      return mailEach(
        await chores.dueInvitations(),
        (invitation) => ({ to: invitation.to, ...invitationMail(invitation, deskUrl) }),
        ({ id }) => chores.noteMailedInvitation(id),
        { sendMail, log, chore: "invitations", milliseconds },
      );
    },
  };
}
