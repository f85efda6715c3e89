/** The e-mail that invites somebody to a provider's team, or to the requests of one of its clients. */
import type { InvitationDue } from "../../_shared/engine/job-store.ts";

const words = {
  en: {
    role: {
      admin: "an admin",
      manager: "an account manager",
      analyst: "an analyst",
      client: "a client user",
    },
    subject: (provider: string) => `${provider} invites you to its desk`,
    clientSubject: (provider: string, client: string) =>
      `${provider} invites you to the requests of ${client}`,
    lead: (provider: string, role: string) =>
      `${provider} invites you to its desk for moving numbers, as ${role}.`,
    clientLead: (provider: string, client: string) =>
      `${provider} moves the numbers of ${client} and invites you to act for ${client}: to follow the requests, answer questions and confirm dates.`,
    how: (until: string) =>
      `Sign in with this e-mail address and a code that is mailed to it, and accept before ${until}.`,
  },
  ru: {
    role: {
      admin: "администратор",
      manager: "менеджер",
      analyst: "аналитик",
      client: "представитель клиента",
    },
    subject: (provider: string) => `${provider} приглашает вас в свой рабочий стол`,
    clientSubject: (provider: string, client: string) => `${provider} приглашает вас к заявкам ${client}`,
    lead: (provider: string, role: string) =>
      `${provider} приглашает вас в рабочий стол переноса номеров, роль: ${role}.`,
    clientLead: (provider: string, client: string) =>
      `${provider} переносит номера ${client} и приглашает вас действовать за ${client}: следить за заявками, отвечать на вопросы и подтверждать даты.`,
    how: (until: string) =>
      `Войдите с этим адресом и кодом, который на него придёт, и примите приглашение до ${until}`,
  },
};

export function invitationMail(
  { provider, client, locale, role, expiresAt }: InvitationDue,
  appUrl: string | undefined,
) {
  const say = words[locale];
  const until = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" }).format(
    new Date(expiresAt),
  );
  const lead = client === null ? say.lead(provider, say.role[role]) : say.clientLead(provider, client);
  return {
    subject: client === null ? say.subject(provider) : say.clientSubject(provider, client),
    text: [lead, say.how(until), ...(appUrl ? [appUrl] : [])].join("\n\n"),
  };
}
