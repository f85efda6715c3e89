/** Mails one after another: one that is not taken is due again later and holds up nobody else's. */
import type { Logger } from "../_shared/log.ts";
import type { Mail, SendMail } from "../_shared/mail.ts";

/** `note` is told of each that was taken; returns how many were. */
export async function mailEach<Due>(
  due: readonly Due[],
  toMail: (one: Due) => Mail,
  note: (one: Due) => Promise<void>,
  { sendMail, log, chore }: { sendMail: SendMail; log: Logger; chore: string },
): Promise<number> {
  let mailed = 0;
  for (const one of due) {
    try {
      await sendMail(toMail(one));
    } catch {
      // What the service says may name whom it refused.
      log.error("mail_not_taken", { chore });
      continue;
    }
    await note(one);
    mailed += 1;
  }
  return mailed;
}
