/** The commands of people and engine that make up a demo request's history. Each is one database command. */
import type { EngineStep } from "../../src/domain/cutover/step-catalogue.ts";

/** The demo's requests take route R2. */
export type DemoStep = Exclude<
  EngineStep,
  "embedded_signup" | "create_templates" | "register_shared" | "exchange_messages" | "confirm_removed"
>;

/** Who gives a command; `manager` is the request's assignee. */
export type Actor = "client" | "manager" | "admin" | "engine";

type Timed = {
  /** Minutes since the previous command; without it the command takes its share of the time between filing and end. */
  minutes?: number;
};

export type HistoryEntry = Timed &
  (
    | { kind: "command"; by: Actor; command: string; input: Record<string, unknown>; unversioned?: boolean }
    | { kind: "assign" }
    | { kind: "read_checks" }
    | { kind: "choose_route" }
    /** `startsInHours` counts from now. For a completed move, the start moves the window to its own day. */
    | { kind: "schedule"; startsInHours: number }
    | { kind: "step"; step: DemoStep; outcome?: StepOutcome }
    | { kind: "exception"; code: string; owner: string }
  );

export type StepOutcome = {
  outcome: "done" | "failed" | "unknown" | "again";
  exception?: { code: string; owner: string; payload: Record<string, unknown> };
  waitSeconds?: number;
};

export function command(
  by: Actor,
  name: string,
  input: Record<string, unknown> = {},
  minutes?: number,
): HistoryEntry {
  return { kind: "command", by, command: name, input, ...(minutes === undefined ? {} : { minutes }) };
}

/** A message that the other side reads, or a note that only the provider's people see. */
export function message(
  by: Actor,
  body: string,
  visibility: "client" | "internal" = "client",
  minutes?: number,
): HistoryEntry {
  const entry = {
    kind: "command",
    by,
    command: "add_comment",
    input: { visibility, body },
    unversioned: true,
  } as const;
  return { ...entry, ...(minutes === undefined ? {} : { minutes }) };
}

export function step(name: DemoStep, minutes: number, outcome?: StepOutcome): HistoryEntry {
  return { kind: "step", step: name, minutes, ...(outcome ? { outcome } : {}) };
}
