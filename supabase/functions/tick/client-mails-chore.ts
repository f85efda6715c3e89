/** Mails clients what must not be missed: that it is their turn, a question, a date, and when it comes near. */
import type { ChoreStore } from "../_shared/engine/chore-store.ts";
import type { Logger } from "../_shared/log.ts";
import type { SendMail } from "../_shared/mail.ts";
import type { Chore } from "./chore.ts";
import { clientMail } from "./client-mail.ts";
import { mailEach } from "./mail-each.ts";

type World = {
  chores: Pick<ChoreStore, "dueClientMails" | "noteClientMail">;
  /** Undefined: no mail service is configured. */
  sendMail: SendMail | undefined;
};

/** `deskUrl`: where clients sign in. */
export function clientMailsChore(
  { chores, sendMail }: World,
  deskUrl: string | undefined,
  log: Logger,
): Chore {
  return {
    name: "client_mails",
    async work(milliseconds) {
      if (!sendMail) return 0;
      return mailEach(
        await chores.dueClientMails(),
        (due) => clientMail(due, deskUrl),
        ({ id }) => chores.noteClientMail(id),
        { sendMail, log, chore: "client_mails", milliseconds },
      );
    },
  };
}
