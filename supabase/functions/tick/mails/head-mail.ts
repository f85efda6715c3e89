/** Writes the e-mail that tells an admin how far their provider's audit is sealed. */
import { type ChainHead, writeHead } from "#domain/audit/chain.ts";
import { type MailLocale, mailText } from "./mail-text.ts";

export function headMail(provider: string, locale: MailLocale, head: ChainHead) {
  const values = { provider, head: writeHead(head) };
  return {
    subject: mailText(locale, "audit_head.subject", values),
    text: mailText(locale, "audit_head.text", values),
  };
}
