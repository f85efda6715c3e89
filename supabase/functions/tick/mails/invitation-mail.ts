/** Writes the e-mail that invites a person to a provider's team, or to the requests of one of its clients. */
import type { InvitationDue } from "./invitation-queries.ts";
import { mailDate, mailText } from "./mail-text.ts";

/** `appUrl`: where people sign in; undefined: not configured. */
export function invitationMail(
  { provider, client, locale, role, expiresAt }: InvitationDue,
  appUrl: string | undefined,
) {
  const kind = role === "client" ? "client" : "member";
  const values = {
    provider,
    client: client ?? "",
    role: role === "client" ? "" : mailText(locale, `invitation.role.${role}`),
    until: mailDate(locale, expiresAt, { dateStyle: "long", timeZone: "UTC" }),
  };
  const text = mailText(locale, `invitation.${kind}.text`, values);
  return {
    subject: mailText(locale, `invitation.${kind}.subject`, values),
    text: [text, mailText(locale, "invitation.how", values), ...(appUrl ? [appUrl] : [])].join("\n\n"),
  };
}
