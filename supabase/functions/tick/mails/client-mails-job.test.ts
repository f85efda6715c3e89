import { expect, it } from "vitest";
import { fakeCall } from "../../../../tests/fixtures/engine/fake-call.ts";
import { createLogger } from "../../_shared/log.ts";
import type { Mail } from "../../_shared/mail/send-mail.ts";
import { type ClientMailDue, clientMailKinds } from "./client-mail-queries.ts";
import { clientMailsJob } from "./client-mails-job.ts";

const due = (id: string, more: Partial<ClientMailDue> = {}): ClientMailDue => ({
  id,
  kind: "clock.reminder_1",
  request: "r1",
  provider: "Brightline",
  office: "office@brightline.example",
  locale: "en",
  to: `${id}@client.example`,
  phone: "+12025550142",
  startsAt: "2026-12-07T10:00:00.000Z",
  timeZone: "Europe/London",
  moved: false,
  ...more,
});

function services(mails: ClientMailDue[], refused?: string) {
  const sent: Mail[] = [];
  const noted: string[] = [];
  const lines: string[] = [];
  return {
    sent,
    noted,
    lines,
    log: createLogger("tick", (line) => lines.push(line)),
    call: fakeCall({
      engine_due_client_mails: () => mails,
      engine_note_client_mail: ({ p_id: id }) => noted.push(id ?? ""),
    }),
    sendMail: (mail: Mail) =>
      mail.to === refused
        ? Promise.reject(new Error(`no box of ${mail.to}`))
        : Promise.resolve(void sent.push(mail)),
  };
}

it("says what to do, where, when by the client's own clock, and whom to ask", async () => {
  const { sent, noted, log, ...deps } = services([
    due("1"),
    due("2", { kind: "window.day_before", timeZone: "Asia/Tokyo" }),
  ]);
  expect(await clientMailsJob(deps, "https://portdesk.example", log).work(1000)).toBe(2);
  expect(sent[0]).toEqual({
    to: "1@client.example",
    subject: "+12025550142: your next step",
    text: expect.stringMatching(
      /move to Brightline[\s\S]*https:\/\/portdesk\.example\/my\/r1\n\nQuestions\? office@brightline\.example$/,
    ) as string,
  });
  expect(sent[1]?.text).toContain("Monday, 7 December 2026 at 19:00 GMT+9");
  expect(noted).toEqual(["1", "2"]);
});

it.each(clientMailKinds)("%s leaves no gap in either language", async (kind) => {
  const { sent, log, noted: _, ...deps } = services([due("1", { kind }), due("2", { kind, locale: "ru" })]);
  await clientMailsJob(deps, undefined, log).work(1000);
  for (const { subject, text } of sent) {
    expect(`${subject} ${text}`).not.toMatch(/\{\{|undefined|https?:/);
    expect(subject).toContain("+12025550142");
  }
  expect(sent[1]?.text).toMatch(/[а-я]{4}[\s\S]*Вопросы/);
});

it("after the move it asks whether messages go in and out, not for a step towards the move", async () => {
  const moved = { moved: true } as const;
  const { sent, log, ...deps } = services([
    due("1", moved),
    due("2", { ...moved, kind: "clock.reminder_3", locale: "ru" }),
    due("3", { ...moved, kind: "request.ask" }),
  ]);
  await clientMailsJob(deps, "https://portdesk.example", log).work(1000);
  expect(sent.map(({ subject }) => subject)).toEqual([
    "+12025550142: are your messages getting through?",
    "+12025550142: сообщения доходят?",
    "+12025550142: a question for you",
  ]);
  expect(sent[0]?.text).toMatch(/now works with Brightline[\s\S]*https:\/\/portdesk\.example\/my\/r1/);
});

it("continues after a rejected mail, and keeps its address out of the log", async () => {
  const { noted, lines, log, ...deps } = services([due("1"), due("2")], "1@client.example");
  expect(await clientMailsJob(deps, undefined, log).work(1000)).toBe(1);
  expect(noted).toEqual(["2"]);
  expect(lines.join()).not.toContain("@");
});

it("mails nothing if there is no service", async () => {
  const { log, call } = services([due("1")]);
  expect(await clientMailsJob({ call, sendMail: undefined }, undefined, log).work(1000)).toBe(0);
});
