import { expect, it } from "vitest";
import { fakeCall } from "../../../../tests/fixtures/engine/fake-call.ts";
import { createLogger } from "../../_shared/log.ts";
import type { Mail } from "../../_shared/mail/send-mail.ts";
import type { InvitationDue } from "./invitation-queries.ts";
import { invitationsJob } from "./invitations-job.ts";

const due = (id: string, more: Partial<InvitationDue> = {}): InvitationDue => ({
  id,
  provider: "Brightline",
  client: null,
  locale: "en",
  to: `${id}@people.example`,
  role: "manager",
  expiresAt: "2026-12-07T10:00:00Z",
  ...more,
});

function services(invitations: InvitationDue[], refused?: string) {
  const sent: Mail[] = [];
  const noted: string[] = [];
  const lines: string[] = [];
  return {
    sent,
    noted,
    lines,
    log: createLogger("tick", (line) => lines.push(line)),
    call: fakeCall({
      engine_due_invitations: () => invitations,
      engine_note_mailed_invitation: ({ p_invitation: id }) => noted.push(id ?? ""),
    }),
    sendMail: (mail: Mail) =>
      mail.to === refused
        ? Promise.reject(new Error(`no box of ${mail.to}`))
        : Promise.resolve(void sent.push(mail)),
  };
}

it("says who invites, in which role, until when, and where to sign in", async () => {
  const { sent, noted, log, ...deps } = services([due("kim"), due("lev", { locale: "ru", role: "analyst" })]);
  expect(await invitationsJob(deps, "https://portdesk.example", log).work(1000)).toBe(2);
  expect(sent[0]).toMatchObject({ to: "kim@people.example", subject: "Brightline invites you to Portdesk" });
  expect(sent[0]?.text).toMatch(
    /as an account manager[\s\S]*7 December 2026[\s\S]*https:\/\/portdesk\.example$/,
  );
  expect(sent[1]?.text).toMatch(/аналитик[\s\S]*7 декабря 2026/);
  expect(noted).toEqual(["kim", "lev"]);
});

it("tells a client user for which company they will act", async () => {
  const { sent, log, ...deps } = services([
    due("ana", { role: "client", client: "Harbour Lane" }),
    due("ira", { role: "client", client: "Harbour Lane", locale: "ru" }),
  ]);
  expect(await invitationsJob(deps, undefined, log).work(1000)).toBe(2);
  expect(sent.map(({ subject }) => subject)).toEqual([
    "Brightline invites you to the requests of Harbour Lane",
    "Brightline приглашает вас к заявкам Harbour Lane",
  ]);
  expect(sent[0]?.text).toMatch(/act for Harbour Lane[\s\S]*7 December 2026/);
});

it("continues after a rejected mail, and logs that without the address", async () => {
  const { noted, lines, log, ...deps } = services([due("lev"), due("kim")], "lev@people.example");
  expect(await invitationsJob(deps, undefined, log).work(1000)).toBe(1);
  expect(noted).toEqual(["kim"]);
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    { level: "error", function: "tick", event: "mail_not_taken", job: "invitations" },
  ]);
});

it("leaves the invitations to the admins if there is no mail service", async () => {
  const { noted, call, log } = services([due("kim")]);
  expect(await invitationsJob({ call, sendMail: undefined }, undefined, log).work(1000)).toBe(0);
  expect(noted).toEqual([]);
});
