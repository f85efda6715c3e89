import { expect, it } from "vitest";
import { fakeCall } from "../../../../tests/fixtures/engine/fake-call.ts";
import { createLogger } from "../../_shared/log.ts";
import type { TokenNoticeDue } from "./token-notice-queries.ts";
import { tokenNoticesJob } from "./token-notices-job.ts";

const notice: TokenNoticeDue = {
  connection: "11111111-1111-4111-8111-111111111111",
  name: "Main app",
  provider: "22222222-2222-4222-8222-222222222222",
  providerName: "Brightline",
  locale: "en",
  kind: "data_access",
  endsAt: "2026-12-04T10:00:00Z",
  days: 14,
  to: ["a@portdesk.example", "b@portdesk.example"],
};

function services(due: TokenNoticeDue[], ...refusing: string[]) {
  const sent: { to: string; subject: string; text: string }[] = [];
  const noted: string[] = [];
  const lines: string[] = [];
  const call = fakeCall({
    engine_due_token_notices: () => due,
    engine_note_token_notice: ({ p_connection, p_kind }) => noted.push(`${p_connection} ${p_kind}`),
  });
  const sendMail = (mail: { to: string; subject: string; text: string }) => {
    if (refusing.includes(mail.to)) return Promise.reject(new Error(`no box of ${mail.to}`));
    sent.push(mail);
    return Promise.resolve();
  };
  const log = createLogger("tick", (line) => lines.push(line));
  return { sent, noted, lines, log, call, sendMail };
}

it("mails each admin which connection ends, how and when, once", async () => {
  const { sent, noted, log, ...deps } = services([notice]);
  expect(await tokenNoticesJob(deps, "https://portdesk.example", log).work(1000)).toBe(1);
  expect(sent.map(({ to }) => to)).toEqual(notice.to);
  expect(sent[0]?.subject).toBe("Brightline: a connection to Meta is about to expire");
  expect(sent[0]?.text).toContain('data access through the connection "Main app" on 4 December 2026');
  expect(sent[0]?.text).toContain("https://portdesk.example");
  expect(noted).toEqual([`${notice.connection} data_access`]);
});

it("writes in the provider's language, and distinguishes the token's expiry from that of its data access", async () => {
  const { sent, log, ...deps } = services([{ ...notice, locale: "ru", kind: "token" }]);
  await tokenNoticesJob(deps, undefined, log).work(1000);
  expect(sent[0]?.text).toContain("Токен доступа подключения «Main app» действует до 4 декабря 2026");
});

it("leaves a notice due if none of its mails was accepted, and names nobody in the log", async () => {
  const { noted, lines, log, ...deps } = services([notice], ...notice.to);
  expect(await tokenNoticesJob(deps, undefined, log).work(1000)).toBe(0);
  expect(noted).toEqual([]);
  expect(lines.join()).not.toContain("@portdesk.example");
});

it("does nothing without a mail service, so that the notice goes out once there is one", async () => {
  const { noted, log, call } = services([notice]);
  expect(await tokenNoticesJob({ call, sendMail: undefined }, undefined, log).work(1000)).toBe(0);
  expect(noted).toEqual([]);
});
