import { expect, it } from "vitest";
import { fakeCall } from "../../../../tests/fixtures/engine/fake-call.ts";
import { auditJob } from "./audit-job.ts";

it("seals until nothing is left", async () => {
  const waiting = [2000, 2000, 7];
  const job = auditJob(fakeCall({ engine_seal_audit: () => waiting.shift() ?? 0 }), () => 0);
  expect(await job.work(8000)).toBe(4007);
  expect(waiting).toEqual([]);
});

it("stops when its time is up", async () => {
  let clock = 0;
  const call = fakeCall({
    engine_seal_audit: () => {
      clock += 900;
      return 2000;
    },
  });
  expect(await auditJob(call, () => clock).work(2000)).toBe(6000);
});
