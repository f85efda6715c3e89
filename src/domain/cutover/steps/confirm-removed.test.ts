import { expect, it } from "vitest";
import { fails, tryStep } from "../../../../tests/fixtures/move/step-trial.ts";
import { routeSteps } from "../route-steps.ts";

const phone = "+1 202-555-0123";
const ours = (status: string | null) => () =>
  Promise.resolve({ id: "7203", displayPhoneNumber: phone, status });
const listed =
  (...statuses: string[]) =>
  () =>
    Promise.resolve(statuses.map((status) => ({ id: "7201", displayPhoneNumber: phone, status })));
const at = (attempts: number) => ({
  route: "R0" as const,
  steps: routeSteps.R0.map((step) => ({ step, state: "pending" as const, attempts, result: null })),
});

it.each([
  ["CONNECTED", listed(), 0, { outcome: "done" }],
  ["CONNECTED", listed("DELETED"), 0, { outcome: "done" }],
  ["CONNECTED", listed("CONNECTED"), 0, { outcome: "again" }],
  ["CONNECTED", listed("CONNECTED"), 19, { outcome: "again", resetTo: "remove_old_partner" }],
  ["CONNECTED", fails({ code: 200 }), 0, { outcome: "unknown", exceptions: [{ code: "OUTCOME_UNKNOWN" }] }],
  ["SOMETHING_NEW", listed(), 0, { outcome: "again" }],
  [null, listed(), 0, { outcome: "again" }],
  ["DISCONNECTED", listed(), 0, { outcome: "again", resetTo: "register_shared" }],
])("ours at %s, after reading %#", async (status, listNumbers, attempts, expected) => {
  const graph = { readNumber: ours(status), listNumbers };
  const { closing } = await tryStep("confirm_removed", graph, "call", undefined, at(attempts));
  expect(closing).toMatchObject(expected);
});

it("what cannot be read settles nothing", async () => {
  const graph = { readNumber: fails({ kind: "lost", status: 0 }), listNumbers: listed() };
  const { closing } = await tryStep("confirm_removed", graph, "call", undefined, at(0));
  expect(closing).toMatchObject({ outcome: "again", exceptions: [{ code: "META_INCIDENT" }] });
});
