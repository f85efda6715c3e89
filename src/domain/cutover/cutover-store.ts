/** What the engine needs from the database: an intent before each call and a fence after it, each one transaction. */
import type { Closing } from "./closing.ts";
import type { EngineStep } from "./step-catalogue.ts";

export type Intent = {
  intent: string;
  fence: number;
  /** reconcile: an earlier attempt's outcome is unknown and only reading is allowed. */
  kind: "call" | "reconcile";
  /** What the person who approved the step chose, e.g. the method and language of the code. */
  authorisation: Readonly<Record<string, unknown>> | null;
  /** Attempts left in the budget; null where there is none. */
  left: number | null;
};

/** Who takes a step, and how long they hold it. */
export type Hold = {
  worker: string;
  /** At least three times the longest deadline of a call. */
  leaseSeconds: number;
  /** Whether the engine acts on its own: a step that a person has started belongs to that person's call alone. */
  byItself: boolean;
};

export type CutoverStore = {
  /** Throws Refusal: intent_open, step_not_due, not_authorised, budget_used, too_soon, wrong_status, on_hold. */
  openIntent(requestId: string, step: EngineStep, hold: Hold): Promise<Intent>;
  /** Throws Refusal fence_lost when another worker has taken over. */
  closeIntent(intent: Intent, closing: Closing): Promise<void>;
};
