/** Writes the e-mails that tell a client what they must not miss: what, why, where, and whom to ask. */
import type { ClientMailDue } from "./client-mail-queries.ts";
import type { Mail } from "../../_shared/mail/send-mail.ts";
import { mailDate, mailText } from "./mail-text.ts";

const textOfKind = {
  "clock.reminder_1": "reminder",
  "clock.reminder_2": "reminder",
  "clock.reminder_3": "reminder",
  "clock.client_silent": "silent",
  "window.day_before": "day_before",
  "window.hour_before": "hour_before",
  "request.ask": "question",
  "request.schedule": "date",
} as const satisfies Record<ClientMailDue["kind"], string>;

/** The client may be in another time zone than the provider, so the mail names its own. */
const toTheMinute = {
  weekday: "long",
  day: "numeric",
  month: "long",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  timeZoneName: "short",
} as const;

/** `appUrl`: where the client follows the request; without it the mail contains no address. */
export function clientMail(due: ClientMailDue, appUrl: string | undefined): Mail {
  const { locale, timeZone, startsAt, phone, provider, office } = due;
  const start = startsAt === null ? "" : mailDate(locale, startsAt, { ...toTheMinute, timeZone });
  const values = { phone, provider, office, start };
  const usual = textOfKind[due.kind];
  const kind = due.moved && usual === "reminder" ? "reminder_after_move" : usual;
  const address = appUrl === undefined ? [] : [new URL(`/my/${due.request}`, appUrl).href];
  const text = mailText(locale, `client.${kind}.text`, values);
  return {
    to: due.to,
    subject: mailText(locale, `client.${kind}.subject`, values),
    text: [text, ...address, mailText(locale, "client.questions", values)].join("\n\n"),
  };
}
