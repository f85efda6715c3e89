/** The e-mail that tells an admin how far the audit of their provider is sealed. */
import { type ChainHead, writeHead } from "#domain/audit/chain.ts";

const words = {
  en: {
    subject: (name: string) => `${name}: today's head of the audit`,
    text: (head: string) =>
      `The audit of your desk is sealed up to this row (number and hash):\n\n${head}\n\nKeep this message. If the audit is ever cut short or written anew, checking it on the page "Audit" against this line will show it.`,
  },
  ru: {
    subject: (name: string) => `${name}: сегодняшняя отметка журнала`,
    text: (head: string) =>
      `Журнал изменений запечатан до этой строки (номер и хеш):\n\n${head}\n\nСохраните это письмо. Если журнал когда-нибудь обрежут или перепишут, проверка на странице «Журнал» по этой строке это покажет.`,
  },
};

export function headMail(name: string, locale: "en" | "ru", head: ChainHead) {
  const { subject, text } = words[locale];
  return { subject: subject(name), text: text(writeHead(head)) };
}
