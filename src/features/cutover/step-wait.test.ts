import { expect, it } from "vitest";
import { closedAgainUntil, stepWait } from "./step-wait.ts";

const at = (time: string) => Date.parse(`2026-11-30T${time}Z`);
const open = { wait_from: null, wait_until: null, blocked_until: null };
const waits = { ...open, wait_from: "2026-11-30T10:00:00Z", wait_until: "2026-11-30T10:05:00Z" };
const register = { step: "register", state: "pending" } as const;

it("distinguishes Meta's block from a wait that a person may end early", () => {
  const wait = { until: at("10:05:00"), from: at("10:00:00"), blocked: false };
  expect(stepWait({ ...register, ...waits }, true)).toEqual(wait);
  const block = { ...waits, blocked_until: "2026-11-30T11:00:00Z" };
  const blocked = { ...wait, until: at("11:00:00"), blocked: true };
  expect(stepWait({ ...register, ...block }, true)).toEqual(blocked);
  expect(stepWait({ ...register, ...block, state: "failed" }, false)).toEqual(blocked);
});

it("ignores the engine's own pauses, and steps under way or finished", () => {
  const claim = { step: "claim_number", state: "pending", ...waits } as const;
  expect(stepWait(claim, false)).toBeUndefined();
  expect(stepWait(claim, true)).toMatchObject({ blocked: false });
  // The wait of a person's step remains without its exception, for example after a restart.
  expect(stepWait({ ...register, ...waits }, false)).toMatchObject({ blocked: false });
  expect(stepWait({ ...register, ...open }, true)).toBeUndefined();
  for (const state of ["running", "unknown", "done"] as const)
    expect(stepWait({ ...register, ...waits, state }, true)).toBeUndefined();
});

it("a failed early attempt costs the same wait again, and never less than the rest", () => {
  const wait = { until: at("10:05:00"), from: at("10:00:00"), blocked: false };
  expect(closedAgainUntil(wait, at("10:03:00"))).toBe(at("10:08:00"));
  expect(closedAgainUntil({ ...wait, from: undefined }, at("10:03:00"))).toBe(at("10:05:00"));
});
