/** Writes the e-mail that tells an admin that a connection to Meta will soon stop working. */
import type { TokenNoticeDue } from "./token-notice-queries.ts";
import { mailDate, mailText } from "./mail-text.ts";

type Notice = Pick<TokenNoticeDue, "name" | "providerName" | "locale" | "kind" | "endsAt">;

/** `appUrl`: where people sign in; undefined: not configured. */
export function tokenMail({ name, providerName, locale, kind, endsAt }: Notice, appUrl: string | undefined) {
  const date = mailDate(locale, endsAt, { dateStyle: "long", timeZone: "UTC" });
  const what = mailText(locale, `token.${kind}`, { connection: name, date });
  const open = appUrl === undefined ? [] : [mailText(locale, "token.open", { url: appUrl })];
  return {
    subject: mailText(locale, "token.subject", { provider: providerName }),
    text: [what, mailText(locale, "token.what_to_do"), ...open].join("\n\n"),
  };
}
