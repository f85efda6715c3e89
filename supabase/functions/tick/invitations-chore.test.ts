import { expect, it } from "vitest";
import type { InvitationDue } from "../_shared/engine/chore-store.ts";
import type { Mail } from "../_shared/mail.ts";
import { invitationsChore } from "./invitations-chore.ts";

const due = (id: string, more: Partial<InvitationDue> = {}): InvitationDue => ({
  id,
  provider: "Brightline",
  locale: "en",
  to: `${id}@people.example`,
  role: "manager",
  expiresAt: "2026-12-07T10:00:00Z",
  ...more,
});

function world(invitations: InvitationDue[], refused?: string) {
  const sent: Mail[] = [];
  const noted: string[] = [];
  return {
    sent,
    noted,
    chores: {
      dueInvitations: () => Promise.resolve(invitations),
      noteMailedInvitation: (id: string) => Promise.resolve(void noted.push(id)),
    },
    sendMail: (mail: Mail) =>
      mail.to === refused ? Promise.reject(new Error("no such box")) : Promise.resolve(void sent.push(mail)),
  };
}

it("mails who invites, as what, until when, and where to sign in", async () => {
  const { sent, noted, ...deps } = world([due("kim"), due("lev", { locale: "ru", role: "analyst" })]);
  expect(await invitationsChore(deps, "https://desk.example").work(1000)).toBe(2);
  expect(sent[0]).toMatchObject({ to: "kim@people.example", subject: "Brightline invites you to its desk" });
  expect(sent[0]?.text).toMatch(
    /as an account manager[\s\S]*December 7, 2026[\s\S]*https:\/\/desk\.example$/,
  );
  expect(sent[1]?.text).toMatch(/аналитик[\s\S]*7 декабря 2026/);
  expect(noted).toEqual(["kim", "lev"]);
});

it("notes those that were taken before one that was not", async () => {
  const { noted, ...deps } = world([due("kim"), due("lev")], "lev@people.example");
  await expect(invitationsChore(deps, undefined).work(1000)).rejects.toThrow("no such box");
  expect(noted).toEqual(["kim"]);
});

it("leaves them to the admins where there is no mail service", async () => {
  const { noted, chores } = world([due("kim")]);
  expect(await invitationsChore({ chores, sendMail: undefined }, undefined).work(1000)).toBe(0);
  expect(noted).toEqual([]);
});
