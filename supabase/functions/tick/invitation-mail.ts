/** The e-mail that invites somebody to a provider's desk. */
import type { InvitationDue } from "../_shared/engine/chore-store.ts";

const words = {
  en: {
    role: { admin: "an admin", manager: "an account manager", analyst: "an analyst" },
    subject: (provider: string) => `${provider} invites you to its desk`,
    text: (provider: string, role: string, until: string) =>
      `${provider} invites you to its desk for moving numbers, as ${role}.\n\nSign in with this e-mail address and a code that is mailed to it, and accept before ${until}.`,
  },
  ru: {
    role: { admin: "администратор", manager: "менеджер", analyst: "аналитик" },
    subject: (provider: string) => `${provider} приглашает вас в свой рабочий стол`,
    text: (provider: string, role: string, until: string) =>
      `${provider} приглашает вас в рабочий стол переноса номеров, роль: ${role}.\n\nВойдите с этим адресом и кодом, который на него придёт, и примите приглашение до ${until}`,
  },
};

export function invitationMail(
  { provider, locale, role, expiresAt }: InvitationDue,
  deskUrl: string | undefined,
) {
  const { subject, text, role: roles } = words[locale];
  const until = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" }).format(
    new Date(expiresAt),
  );
  const lines = [text(provider, roles[role], until), ...(deskUrl ? [deskUrl] : [])];
  return { subject: subject(provider), text: lines.join("\n\n") };
}
