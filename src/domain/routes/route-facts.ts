/** What the advice is based on: the last readings of both sides, the current checks, and people's answers. */
import type { CheckCode, CheckStatus } from "../checks/check-catalogue.ts";
import type { SideSnapshot } from "../graph/graph-port.ts";
import type { Calendars } from "../scheduling/window-slots.ts";
import type { RouteAnswers } from "./route-answers.ts";

export type RouteFacts = {
  /** null: nothing was ever read. */
  source: SideSnapshot | null;
  destination: SideSnapshot | null;
  /** The business that the client named. */
  sourceBusinessId: string | null;
  /** Whether the provider has a signup window for its clients. */
  signupWindow: boolean;
  /** Whether an admin has stated for a connection that Meta allows its app programmatic migration. */
  programmatic: boolean;
  checks: Partial<Record<CheckCode, CheckStatus>>;
  /** Hard checks that have neither passed nor been waived. */
  openHardChecks: number;
  answers: RouteAnswers;
  calendars: Calendars;
};

/** yes and no are known; unknown is a value. */
export type Known = "yes" | "no" | "unknown";

const settled: readonly (CheckStatus | undefined)[] = ["passed", "waived"];

/** What Meta shows decides; where it shows nothing, a check that people have settled does. */
export function known(shown: boolean | null | undefined, check: CheckStatus | undefined): Known {
  if (shown !== null && shown !== undefined) return shown ? "yes" : "no";
  if (settled.includes(check)) return "yes";
  return check === "failed" ? "no" : "unknown";
}
