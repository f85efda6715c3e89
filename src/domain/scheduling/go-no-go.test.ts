import { expect, it } from "vitest";
import { type GoFacts, goNoGo, goQuestions } from "./go-no-go.ts";

const minute = 60_000;
const now = Date.UTC(2027, 0, 4, 10);
const ready: GoFacts = {
  onHold: false,
  contested: false,
  windowConfirmed: true,
  window: { start: now, end: now + 120 * minute },
  routeStands: true,
  hardChecksOpen: false,
  checksReadAt: now - 30 * minute,
  secondApproval: { required: true, by: "other" },
  person: "me",
  now,
};
const refusals = (change: Partial<GoFacts>) =>
  goNoGo({ ...ready, ...change }).flatMap(({ go, refusal }) => (go ? [] : [refusal]));

it("says go when everything stands", () => {
  expect(refusals({})).toEqual([]);
  expect(goNoGo(ready).map(({ question }) => question)).toEqual([...goQuestions]);
});

it.each<[string, Partial<GoFacts>]>([
  ["on_hold", { onHold: true }],
  ["number_contested", { contested: true }],
  ["window_not_confirmed", { windowConfirmed: false }],
  ["window_not_open", { window: { start: now + 16 * minute, end: now + 120 * minute } }],
  ["window_not_open", { window: null }],
  ["window_over", { window: { start: now - 60 * minute, end: now - 1 }, checksReadAt: now }],
  ["route_outdated", { routeStands: false }],
  ["checks_open", { hardChecksOpen: true }],
  ["checks_old", { checksReadAt: now - 91 * minute }],
  ["checks_old", { checksReadAt: null }],
  ["second_approval_missing", { secondApproval: { required: true, by: null } }],
  ["second_approval_own", { secondApproval: { required: true, by: "me" } }],
])("%s", (refusal, change) => {
  expect(refusals(change)).toEqual([refusal]);
});

it("asks for a second person only where the provider wants one", () => {
  const answers = goNoGo({ ...ready, secondApproval: { required: false, by: null } });
  expect(answers.map(({ question }) => question)).not.toContain("second_approval");
});
