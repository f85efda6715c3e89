/** Mails each invitation to whom it invites; where there is no mail service the admins tell them. */
import type { ChoreStore } from "../_shared/engine/chore-store.ts";
import type { SendMail } from "../_shared/mail.ts";
import type { Chore } from "./chore.ts";
import { invitationMail } from "./invitation-mail.ts";

type World = {
  chores: Pick<ChoreStore, "dueInvitations" | "noteMailedInvitation">;
  /** Undefined: no mail service is configured. */
  sendMail: SendMail | undefined;
};

/** `deskUrl`: where people sign in. One that was not taken is mailed again with the next tick. */
export function invitationsChore({ chores, sendMail }: World, deskUrl: string | undefined): Chore {
  return {
    name: "invitations",
    async work() {
      if (!sendMail) return 0;
      const due = await chores.dueInvitations();
      for (const invitation of due) {
        await sendMail({ to: invitation.to, ...invitationMail(invitation, deskUrl) });
        await chores.noteMailedInvitation(invitation.id);
      }
      return due.length;
    },
  };
}
