import { expect, it } from "vitest";
import { createEngineStub } from "../../../../tests/fixtures/engine/engine-stub.ts";
import { createEngineServices } from "../../_shared/engine/engine-services.ts";
import { createLogger } from "../../_shared/log.ts";
import { doJobs } from "./job.ts";
import { jobsOf } from "../all-jobs.ts";

it("continues after a job that breaks, and says which", async () => {
  const lines: string[] = [];
  const log = createLogger("tick", (line) => lines.push(line));
  const broken = { name: "broken", work: () => Promise.reject(new Error("no")) };
  const sound = { name: "sound", work: () => Promise.resolve(3) };
  expect(await doJobs([broken, sound], 1000, () => 0, log)).toBe(3);
  expect(lines.join()).toContain("broken");
});

function services(share?: number) {
  let clock = 0;
  const given: number[] = [];
  const slow = {
    ...(share === undefined ? {} : { share }),
    name: "slow",
    work: (milliseconds: number) => {
      given.push(milliseconds);
      clock += 700;
      return Promise.resolve(1);
    },
  };
  return { given, slow, now: () => clock };
}

it("gives each job the remaining time", async () => {
  const { given, slow, now } = services();
  await doJobs([slow, slow, slow], 1000, now, createLogger("tick"));
  expect(given).toEqual([1000, 300, 0]);
});

it("gives a job with a share only that share of the remaining time", async () => {
  const { given, slow, now } = services(1 / 2);
  await doJobs([slow, slow, slow], 2000, now, createLogger("tick"));
  expect(given).toEqual([1000, 650, 300]);
});

it("moves wait for no other work, mail delays nothing else, and webhooks and probes never wait for Meta", () => {
  const { deps } = createEngineStub({}, () => Response.json({}));
  const services = { ...createEngineServices(deps), sendMail: undefined, appUrl: undefined };
  const concurrency = jobsOf(services, deps.graph.tokenKeys, () => 0, deps.log, false);
  const [moves, mails, others, ...readings] = concurrency.map((jobs) => jobs.map(({ name }) => name));
  expect(moves).toEqual(["moves"]);
  expect(mails).toEqual(["invitations", "client_mails", "token_notices", "audit_heads"]);
  expect(others).toContain("webhooks");
  expect(readings).toEqual([["probes"], ["readings"], ["template_readings"], ["monitoring_checks"]]);
});
