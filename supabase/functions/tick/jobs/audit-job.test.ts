import { expect, it } from "vitest";
import { auditJob } from "./audit-job.ts";

it("seals until nothing is left", async () => {
  const waiting = [2000, 2000, 7];
  const job = auditJob({ sealAudit: () => Promise.resolve(waiting.shift() ?? 0) }, () => 0);
  expect(await job.work(8000)).toBe(4007);
  expect(waiting).toEqual([]);
});

it("stops when its time is up", async () => {
  let clock = 0;
  const sealAudit = () => {
    clock += 900;
    return Promise.resolve(2000);
  };
  expect(await auditJob({ sealAudit }, () => clock).work(2000)).toBe(6000);
});
