/** How an attempt at a step ends: what is stored with the intent that it closes. */
import type { ExceptionCode } from "../exceptions/exception-codes.ts";
import type { SealedToken, SideSnapshot } from "../graph/graph-port.ts";
import type { WaitingOn } from "../status/statuses.ts";
import type { TemplateRecord } from "../templates/template-outcome.ts";
import type { Step } from "./step-catalogue.ts";

/**
 * done, skipped: the move continues. again: the step is open again, for the engine after `waitSeconds` or for a new
 * approval. failed: an exception stops it until a person acts. unknown: only a reading or a person can settle it.
 */
export type Outcome = "done" | "skipped" | "again" | "failed" | "unknown";

export type StepException = {
  code: ExceptionCode;
  owner: WaitingOn;
  /** Meta's redacted answer, for staff. */
  payload?: unknown;
  fbtraceId?: string;
};

export type StepRecords = {
  snapshots?: readonly { side: "source" | "destination"; moment: "before" | "after"; data: SideSnapshot }[];
  templates?: readonly TemplateRecord[];
  phoneNumberId?: string;
  /** What the client granted in the signup window. */
  signup?: SealedToken & { wabaId: string; businessId: string };
  /** This call's PIN is or may be the number's: the person who approved it sees it once, and then notes it or not. */
  pinShown?: true;
  /** Both providers serve the number: it did not move, but the route shares it. */
  shared?: true;
  /** An earlier call registered the number, not this one: its PIN and time are not known. */
  byEarlierCall?: true;
  /** Later steps that Meta's state has made unnecessary. */
  skipped?: readonly Step[];
};

export type Closing = {
  outcome: Outcome;
  /** Safe to show: ids, states, counts. */
  result?: Record<string, unknown>;
  records?: StepRecords;
  exceptions?: readonly StepException[];
  /** How long the step, or the one it goes back to, stays blocked. */
  waitSeconds?: number;
  /** The step that the move goes back to. */
  resetTo?: Step;
};
