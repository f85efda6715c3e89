/** Sends a few mails at once: a rejected one is due again later, and a service that hangs delays nothing but mail. */
import type { Logger } from "../../_shared/log.ts";
import type { Mail, SendMail } from "../../_shared/mail/send-mail.ts";

export type MailRound = {
  sendMail: SendMail;
  log: Logger;
  job: string;
  /** No mail starts after this many milliseconds. */
  milliseconds: number;
};

/** Few enough not to slow down a slow service; a quick one gets through a round in a second. */
const concurrency = 4;

/** `note` receives each due row whose mail was accepted; returns how many were. */
export async function mailEach<Due>(
  due: readonly Due[],
  toMail: (one: Due) => Mail,
  note: (one: Due) => Promise<void>,
  { sendMail, log, job, milliseconds }: MailRound,
): Promise<number> {
  const from = performance.now();
  const queue = [...due];
  let mailed = 0;
  async function work(): Promise<void> {
    for (;;) {
      const one = performance.now() - from < milliseconds ? queue.shift() : undefined;
      if (one === undefined) return;
      try {
        await sendMail(toMail(one));
      } catch {
        // The service's message may name the recipient that it refused.
        log.error("mail_not_taken", { job });
        continue;
      }
      await note(one);
      mailed += 1;
    }
  }
  await Promise.all(Array.from({ length: concurrency }, work));
  return mailed;
}
