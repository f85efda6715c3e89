/** A move kept in memory: the database's half of the engine, as far as one rehearsal needs it. */
import type { Closing } from "../cutover/closing.ts";
import type { CutoverStore } from "../cutover/cutover-store.ts";
import { Refusal } from "../commands/refusal.ts";
import type { MoveContext, StepRow } from "../cutover/move-context.ts";
import { type EngineStep, type Step, stepCatalogue } from "../cutover/step-catalogue.ts";

export type MemoryMove = CutoverStore & { read(): MoveContext };

export type MemoryOptions = {
  /** What a person would choose when approving a step. */
  authorisation: (step: Step) => Readonly<Record<string, unknown>> | null;
  /** Attempts that Meta still counts, from Portdesk's ledger. */
  used: Partial<Record<Step, number>>;
};

/** `move`: as it stands now, with all its steps pending. */
export function createMemoryMove(move: MoveContext, { authorisation, used }: MemoryOptions): MemoryMove {
  let state = move;
  let fence = 0;
  const spent: Partial<Record<Step, number>> = { ...used };
  const running = new Map<string, EngineStep>();

  return {
    read: () => state,
    openIntent(_request, step) {
      const attempts = spent[step] ?? 0;
      const budget = stepCatalogue[step].budget?.attempts;
      if (budget !== undefined && attempts >= budget) return Promise.reject(new Refusal(429, "budget_used"));
      spent[step] = attempts + 1;
      fence += 1;
      const intent = String(fence);
      running.set(intent, step);
      const left = budget === undefined ? null : budget - attempts - 1;
      return Promise.resolve({ intent, fence, kind: "call", authorisation: authorisation(step), left });
    },
    closeIntent({ intent }, closing) {
      const step = running.get(intent);
      if (step !== undefined) state = applied(state, step, closing);
      return Promise.resolve();
    },
  };
}

function applied(move: MoveContext, step: Step, closing: Closing): MoveContext {
  const { outcome, records = {}, resetTo } = closing;
  const at = move.steps.findIndex((row) => row.step === step);
  const from = resetTo === undefined ? at : move.steps.findIndex((row) => row.step === resetTo);
  const steps = move.steps.map((row, index): StepRow => {
    if (index === at) {
      const state = outcome === "again" ? "pending" : outcome;
      return { ...row, state, attempts: row.attempts + 1, result: closing.result ?? row.result };
    }
    if (index >= from && index < at) return { ...row, state: "pending" };
    return records.skipped?.includes(row.step) ? { ...row, state: "skipped" } : row;
  });
  const snapshots = { ...move.snapshots };
  for (const { moment, data } of records.snapshots ?? []) snapshots[moment] = data;
  return {
    ...move,
    steps,
    snapshots,
    destinationWabaId: records.signup?.wabaId ?? move.destinationWabaId,
    destinationPhoneNumberId: records.phoneNumberId ?? move.destinationPhoneNumberId,
    templates: records.templates ?? move.templates,
  };
}
