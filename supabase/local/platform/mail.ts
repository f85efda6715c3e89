/** Keeps the e-mails that the platform sent in a file, so that they survive a restart. */
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import type { EmailDriver, EmailMessage } from "@supabase/lite";
import * as z from "zod";

const storedMail = z.object({
  to: z.string(),
  subject: z.string(),
  text: z.string().optional(),
  html: z.string().optional(),
  sentAt: z.string(),
});
export type StoredMail = z.infer<typeof storedMail>;

export type MailStore = EmailDriver & { list(): StoredMail[] };

export function createMailStore(file: string): MailStore {
  const lines = existsSync(file) ? readFileSync(file, "utf8").split("\n").filter(Boolean) : [];
  // The last line may be incomplete if an earlier run was killed.
  const mails = lines.flatMap((line) => {
    try {
      return [storedMail.parse(JSON.parse(line))];
    } catch {
      return [];
    }
  });
  return {
    send({ to, subject, text, html }: EmailMessage) {
      const mail: StoredMail = { to, subject, sentAt: new Date().toISOString() };
      if (text !== undefined) mail.text = text;
      if (html !== undefined) mail.html = html;
      mails.push(mail);
      appendFileSync(file, `${JSON.stringify(mail)}\n`, { mode: 0o600 });
      return Promise.resolve();
    },
    list: () => [...mails].reverse(),
  };
}
