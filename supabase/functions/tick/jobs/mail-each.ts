/** Mails a few at once: one that is not taken is due again later, and a service that hangs holds up nothing but mail. */
import type { Logger } from "../../_shared/log.ts";
import type { Mail, SendMail } from "../../_shared/mail.ts";

export type MailRound = {
  sendMail: SendMail;
  log: Logger;
  job: string;
  /** No mail is begun when so many milliseconds have gone by. */
  milliseconds: number;
};

/** At once: a slow service is not made slower, and a quick one gets through a round in a second. */
const concurrency = 4;

/** `note` is told of each that was taken; returns how many were. */
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
        // What the service says may name whom it refused.
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
