/** Mails each invitation to whom it invites; where there is no mail service the admins tell them. */
import type { ChoreStore } from "../_shared/engine/chore-store.ts";
import type { Logger } from "../_shared/log.ts";
import type { SendMail } from "../_shared/mail.ts";
import type { Chore } from "./chore.ts";
import { invitationMail } from "./invitation-mail.ts";

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
    async work() {
      if (!sendMail) return 0;
      let mailed = 0;
      for (const invitation of await chores.dueInvitations()) {
        try {
          await sendMail({ to: invitation.to, ...invitationMail(invitation, deskUrl) });
        } catch {
          // What the service says may name whom it refused.
          log.error("mail_not_taken", { chore: "invitations" });
          continue;
        }
        await chores.noteMailedInvitation(invitation.id);
        mailed += 1;
      }
      return mailed;
    },
  };
}
