import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { createLogger } from "../../_shared/log.ts";
import type { SendMail } from "../../_shared/mail/send-mail.ts";
import { mailEach } from "./mail-each.ts";

const log = createLogger("tick", () => undefined);
const due = Array.from({ length: 20 }, (_, index) => `${index}@client.example`);

async function round(sendMail: SendMail, milliseconds: number) {
  const noted: string[] = [];
  const from = performance.now();
  const mailed = await mailEach(
    due,
    (to) => ({ to, subject: "s", text: "t" }),
    (to) => Promise.resolve(void noted.push(to)),
    { sendMail, log, job: "test", milliseconds },
  );
  return { mailed, noted, spent: performance.now() - from };
}

it("starts no mail after its time, so that a service that hangs delays it by one mail's timeout only", async () => {
  let begun = 0;
  const hangs: SendMail = async () => {
    begun += 1;
    await sleep(300);
    throw new Error("no answer");
  };
  const { mailed, spent } = await round(hangs, 100);
  expect([mailed, begun]).toEqual([0, 4]);
  expect(spent).toBeLessThan(1500);
});

it("mails a few at once, each once, and continues after a rejected one", async () => {
  let [now, most] = [0, 0];
  const { mailed, noted } = await round(async ({ to }) => {
    most = Math.max(most, (now += 1));
    await sleep(5);
    now -= 1;
    if (to === "7@client.example") throw new Error("refused");
  }, 10_000);
  expect([mailed, most]).toEqual([19, 4]);
  expect(noted.toSorted()).toEqual(due.filter((to) => to !== "7@client.example").toSorted());
});

it("mails nothing when no time is left", async () => {
  expect((await round(() => Promise.resolve(), 0)).mailed).toBe(0);
});
