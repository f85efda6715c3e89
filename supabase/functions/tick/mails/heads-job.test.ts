import { expect, it } from "vitest";
import { fakeCall } from "../../../../tests/fixtures/engine/fake-call.ts";
import { createLogger } from "../../_shared/log.ts";
import { headsJob } from "./heads-job.ts";

const provider = "11111111-1111-4111-8111-111111111111";
// Redaction must not remove digits of a hash that look like a one-time code.
const hash = `a123456b${"0".repeat(56)}`;

const head = {
  provider,
  name: "Brightline",
  locale: "ru",
  seq: 812,
  hash,
  to: ["a@portdesk.example", "b@portdesk.example"],
};

function services(refusing: readonly string[] = [], due = [head]) {
  const lines: string[] = [];
  const sent: string[] = [];
  const noted: string[] = [];
  const call = fakeCall({
    engine_audit_heads_due: () => due,
    engine_note_published_head: ({ p_provider, p_seq }) => noted.push(`${p_provider} ${p_seq}`),
  });
  const sendMail = ({ to, subject, text }: { to: string; subject: string; text: string }) => {
    if (refusing.includes(to)) return Promise.reject(new Error(`no box of ${to}`));
    sent.push(`${to}|${subject}|${text}`);
    return Promise.resolve();
  };
  const log = createLogger("tick", (line) => lines.push(line));
  return { lines, sent, noted, call, sendMail, log };
}

it("logs the head and mails it to each admin", async () => {
  const { lines, sent, noted, log, ...deps } = services();
  expect(await headsJob(deps, log).work(1000)).toBe(1);
  expect(lines.join()).toContain(hash);
  expect(sent.map((mail) => mail.split("|")[0])).toEqual(["a@portdesk.example", "b@portdesk.example"]);
  expect(sent[0]).toContain(`812 ${hash}`);
  expect(noted).toEqual([`${provider} 812`]);
});

it("writes to the log alone if there is no mail service", async () => {
  const { lines, noted, log, call } = services();
  expect(await headsJob({ call, sendMail: undefined }, log).work(1000)).toBe(1);
  expect(lines.join()).toContain(hash);
  expect(noted).toHaveLength(1);
});

it("mails the other admins when one address is refused, and counts the head as reported", async () => {
  const { lines, sent, noted, log, ...deps } = services(["a@portdesk.example"]);
  expect(await headsJob(deps, log).work(1000)).toBe(1);
  expect(sent.map((mail) => mail.split("|")[0])).toEqual(["b@portdesk.example"]);
  expect(noted).toEqual([`${provider} 812`]);
  expect(lines.filter((line) => line.includes("mail_not_taken"))).toHaveLength(1);
  expect(lines.join()).not.toContain("@portdesk.example");
});

it("leaves a head due if none of its mails was accepted, and continues with the next", async () => {
  const other = { provider: "other", name: "O", locale: "en", seq: 3, hash, to: ["c@portdesk.example"] };
  const { noted, log, ...deps } = services(head.to, [head, other]);
  expect(await headsJob(deps, log).work(1000)).toBe(1);
  expect(noted).toEqual(["other 3"]);
});
