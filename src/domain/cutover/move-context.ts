/** What the engine knows about a move when it takes the next step; never a token, a code or a PIN. */
import type { SideSnapshot } from "../graph/graph-port.ts";
import type { AccountModel } from "../routes/route-answers.ts";
import type { Route } from "../routes/route-catalogue.ts";
import type { TemplateRecord } from "../templates/template-outcome.ts";
import type { Step, StepState } from "./step-catalogue.ts";

export type StepRow = {
  step: Step;
  state: StepState;
  /** Attempts so far, without the one about to begin. */
  attempts: number;
  /** What earlier attempts left behind: ids, counts, progress. */
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
  /** What people know about the old account's model; null: nobody has said. */
  accountModel: AccountModel | null;
  /** Whether we have received a message through the new account since the last `register` call, and none before it. */
  receivedHere: boolean;
  /** Whether messages passed both ways through the new account since the number was registered there as shared. */
  exchanged: { sent: boolean; received: boolean };
  /** The Meta app that must receive the destination's webhooks. */
  appId: string | null;
  /** In order. */
  steps: readonly StepRow[];
  /** The latest of each. */
  snapshots: { before: SideSnapshot | null; after: SideSnapshot | null };
  /** As the copy left them; read only once the number has moved. */
  templates: readonly TemplateRecord[];
};

/** The step that the move has reached; undefined when all are finished. */
export function currentStep(move: MoveContext): StepRow | undefined {
  return move.steps.find(({ state }) => state !== "done" && state !== "skipped");
}

/** An id without which the step cannot be due; if it is missing, the fault is ours. */
export function required(value: string | null, name: string): string {
  if (value === null) throw new Error(`the move has no ${name}`);
  return value;
}
