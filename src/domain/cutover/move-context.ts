/** What the engine knows of a move when it takes the next step; never a token, a code or a PIN. */
import type { SideSnapshot } from "../graph/graph-port.ts";
import type { AccountModel } from "../routes/route-answers.ts";
import type { Route } from "../routes/route-catalogue.ts";
import type { TemplateRecord } from "../templates/template-outcome.ts";
import type { Step, StepState } from "./step-catalogue.ts";

export type StepRow = {
  step: Step;
  state: StepState;
  /** Attempts so far, without the one that is about to begin. */
  attempts: number;
  /** What earlier attempts left: ids, counts, progress. */
  result: Readonly<Record<string, unknown>> | null;
};

export type MoveContext = {
  requestId: string;
  providerId: string;
  /** E.164. */
  phoneNumber: string;
  route: Route | null;
  /** The business that the client named. */
  sourceBusinessId: string | null;
  sourceWabaId: string | null;
  sourcePhoneNumberId: string | null;
  destinationWabaId: string | null;
  /** Known once the number is claimed. */
  destinationPhoneNumberId: string | null;
  /** What people know of the old account's model; null: nobody has said. */
  accountModel: AccountModel | null;
  /** Whether a message reached us through the new account since the last `register` call, and none did before it. */
  receivedHere: boolean;
  /** Whether messages passed both ways through the new account since the number was registered in it as a shared one. */
  exchanged: { sent: boolean; received: boolean };
  /** The Meta app that must receive the webhooks of the destination. */
  appId: string | null;
  /** In their order. */
  steps: readonly StepRow[];
  /** The latest of each. */
  snapshots: { before: SideSnapshot | null; after: SideSnapshot | null };
  /** As the copy left them; read only once the number has moved. */
  templates: readonly TemplateRecord[];
};

/** The step that the move stands at; undefined when all are over. */
export function currentStep(move: MoveContext): StepRow | undefined {
  return move.steps.find(({ state }) => state !== "done" && state !== "skipped");
}

/** An id without which the step cannot have come up; its absence is a fault of ours. */
export function required(value: string | null, name: string): string {
  if (value === null) throw new Error(`the move has no ${name}`);
  return value;
}
