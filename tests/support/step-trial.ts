/** Runs one step of a move against calls that the test makes up; no database and no simulator. */
import type { Closing } from "#domain/cutover/closing.ts";
import type { Intent } from "#domain/cutover/cutover-store.ts";
import type { MoveContext } from "#domain/cutover/move-context.ts";
import { routeSteps } from "#domain/cutover/route-steps.ts";
import { runStep } from "#domain/cutover/run-step.ts";
import type { EngineStep } from "#domain/cutover/step-catalogue.ts";
import { defaultTiming } from "#domain/cutover/step-timing.ts";
import { GraphFailure, type GraphFailureDetails } from "#domain/graph/graph-failure.ts";
import type { GraphPort } from "#domain/graph/graph-port.ts";

const move: MoveContext = {
  requestId: "r",
  providerId: "p",
  phoneNumber: "+12025550123",
  route: "R2",
  sourceBusinessId: "7001",
  sourceWabaId: "7101",
  sourcePhoneNumberId: "7201",
  destinationWabaId: "7102",
  destinationPhoneNumberId: "7203",
  accountModel: null,
  receivedHere: false,
  exchanged: { sent: false, received: false },
  appId: "5",
  steps: routeSteps.R2.map((step) => ({ step, state: "pending", attempts: 0, result: null })),
  snapshots: { before: null, after: null },
  templates: [],
};

export const fails = (details: Partial<GraphFailureDetails>) => () =>
  Promise.reject(new GraphFailure("failed", { kind: "refused", status: 400, ...details }));
export const lost = fails({ kind: "lost", status: 0 });

/** What the claim kept of the number before any code and before `register`. */
const before = { status: "PENDING", verification: "NOT_VERIFIED" };

/**
 * Runs one step, after an earlier attempt that left `result`, of a move that differs by `change`; returns what was closed
 * and, in order, what was called.
 */
export async function tryStep(
  step: EngineStep,
  graph: Partial<GraphPort>,
  kind: Intent["kind"] = "call",
  result?: Closing["result"],
  change: Partial<MoveContext> & { before?: object } = {},
) {
  const reported: string[] = [];
  const nothing = () => Promise.reject(new Error("not to be called"));
  const names = [
    "readNumber",
    "readWaba",
    "readProfile",
    "listNumbers",
    "listTemplates",
    "readTemplateTexts",
    "createTemplate",
    "listSubscribedApps",
    "subscribeApp",
    "copyTemplates",
    "claimNumber",
    "requestCode",
    "verifyCode",
    "register",
  ] as const;
  const port = Object.fromEntries(
    names.map((name) => {
      const call = graph[name] as ((input: unknown) => Promise<unknown>) | undefined;
      return [name, (input: unknown) => (reported.push(name), (call ?? nothing)(input))];
    }),
  ) as unknown as GraphPort;
  let closing: Closing | undefined;
  const store = {
    openIntent: () => {
      reported.push("intent");
      return Promise.resolve({ intent: "i", fence: 1, kind, authorisation: { method: "SMS" }, left: null });
    },
    closeIntent: (_intent: Intent, closed: Closing) => {
      reported.push("close");
      closing = closed;
      return Promise.resolve();
    },
  };
  const ports = {
    store,
    graph: port,
    timing: defaultTiming,
    random: () => 0,
    hold: { worker: "w", leaseSeconds: 60, byItself: false },
  };
  const { before: changed, steps: rows = move.steps, ...changes } = change;
  const claim = { before: { ...before, ...changed } };
  const steps = rows.map((row) => ({
    ...row,
    result: row.step === step ? (result ?? row.result) : row.step === "claim_number" ? claim : row.result,
  }));
  await runStep(ports, { ...move, steps, ...changes }, step, { code: "424242", pin: "135790" });
  return { reported, closing };
}

/** Answers with the facts of the destination's number. */
export const number = (facts: object) => () => Promise.resolve({ id: "7203", ...facts });
export const registered = () => Promise.resolve({ pin: "set" } as const);
