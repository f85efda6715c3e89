import { expect, it } from "vitest";
import { createLogger } from "../_shared/log.ts";
import { doChores } from "./chore.ts";

it("goes on after a chore that breaks, and says which", async () => {
  const lines: string[] = [];
  const log = createLogger("tick", (line) => lines.push(line));
  const broken = { name: "broken", work: () => Promise.reject(new Error("no")) };
  const sound = { name: "sound", work: () => Promise.resolve(3) };
  expect(await doChores([broken, sound], 1000, () => 0, log)).toBe(3);
  expect(lines.join()).toContain("broken");
});

it("gives each what is left of the time", async () => {
  let clock = 0;
  const given: number[] = [];
  const slow = {
    name: "slow",
    work: (milliseconds: number) => {
      given.push(milliseconds);
      clock += 700;
      return Promise.resolve(1);
    },
  };
  await doChores([slow, slow, slow], 1000, () => clock, createLogger("tick"));
  expect(given).toEqual([1000, 300, 0]);
});
