import { expect, it } from "vitest";
import { auditChore } from "./audit-chore.ts";

it("seals until nothing waits", async () => {
  const waiting = [2000, 2000, 7];
  const chore = auditChore({ sealAudit: () => Promise.resolve(waiting.shift() ?? 0) }, () => 0);
  expect(await chore.work(8000)).toBe(4007);
  expect(waiting).toEqual([]);
});

it("stops when its time is up", async () => {
  let clock = 0;
  const sealAudit = () => {
    clock += 900;
    return Promise.resolve(2000);
  };
  expect(await auditChore({ sealAudit }, () => clock).work(2000)).toBe(6000);
});
