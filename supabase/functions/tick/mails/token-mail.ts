/** The e-mail that tells an admin that a connection to Meta will soon be of no use. */
import type { TokenNoticeDue } from "../../_shared/tokens/token-notice-store.ts";

type Notice = Pick<TokenNoticeDue, "name" | "providerName" | "locale" | "kind" | "endsAt">;

const words = {
  en: {
    subject: (name: string) => `${name}: a connection to Meta is about to end`,
    token: (connection: string, date: string) =>
      `The token of the connection "${connection}" expires on ${date} (UTC).`,
    data_access: (connection: string, date: string) =>
      `Meta ends the app's access to data through the connection "${connection}" on ${date} (UTC), although the token itself goes on.`,
    rest: "After that no number can be moved or checked through it. Create a new token in Meta Business Suite and enter it under Settings, Connections to Meta.",
    open: (url: string) => `Open Portdesk: ${url}`,
  },
  ru: {
    subject: (name: string) => `${name}: подключение к Meta скоро перестанет действовать`,
    token: (connection: string, date: string) =>
      `Срок токена подключения «${connection}» истекает ${date} (UTC).`,
    data_access: (connection: string, date: string) =>
      `${date} (UTC) Meta закроет приложению доступ к данным через подключение «${connection}», хотя сам токен продолжит действовать.`,
    rest: "После этого через него нельзя ни переносить, ни проверять номера. Создайте новый токен в Meta Business Suite и укажите его в настройках, в разделе «Подключения к Meta».",
    open: (url: string) => `Открыть Portdesk: ${url}`,
  },
};

/** `appUrl`: where people sign in; undefined: not configured. */
export function tokenMail({ name, providerName, locale, kind, endsAt }: Notice, appUrl: string | undefined) {
  const text = words[locale];
  const format = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" });
  const lines = [text[kind](name, format.format(new Date(endsAt))), text.rest];
  return {
    subject: text.subject(providerName),
    text: [...lines, ...(appUrl === undefined ? [] : [text.open(appUrl)])].join("\n\n"),
  };
}
