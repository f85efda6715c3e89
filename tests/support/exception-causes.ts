/** The ways in which a move meets an exception, and what people and Meta do about it. */
import type { ExceptionCode } from "#domain/exceptions/exception-codes.ts";
import type { Route } from "#domain/routes/route-catalogue.ts";
import type { FaultInput } from "../../supabase/graph-simulator/faults.ts";
import { checkOf, readAgain } from "./check-fixture.ts";
import type { Move } from "./move-runner.ts";
import { until } from "./move-suite.ts";
import { metaIds, type moveSeed } from "./move-fixture.ts";

export type Change = NonNullable<Parameters<typeof moveSeed>[1]>;
type Settings = NonNullable<ReturnType<typeof moveSeed>["settings"]>;

export type ExceptionCase = {
  /** simulator: Meta as the simulator plays it. reading: a check predicts it. compare: before against after. person: staff say so. */
  cause: "simulator" | "reading" | "compare" | "person";
  /** R2 unless said otherwise. */
  route?: Route;
  /** Meta's accounts before the move. */
  fixture?: Change;
  settings?: Settings;
  /** Has the move meet it. */
  meet: (move: Move) => Promise<unknown>;
  /** Takes the cause away and, where the catalogue wants a hand, gives it. */
  mend: (move: Move) => Promise<unknown>;
};

export const manager = (move: Move, name: string, input: Record<string, unknown> = {}) =>
  move.command(move.office.manager, name, input);
export const state = (move: Move) => move.simulator.simulation.state;
export const atSource = (move: Move, facts: object) =>
  move.simulator.simulation.changeNumber(move.e164, { id: metaIds.sourcePhone, ...facts });
export const atDestination = (move: Move, facts: object) =>
  move.simulator.simulation.changeNumber(move.e164, { waba_id: metaIds.destination, ...facts });
export const account = (move: Move, id: string, facts: object) =>
  Object.assign(state(move).wabas.find((waba) => waba.id === id) ?? {}, facts);
export const fault = (move: Move, operation: string, action: FaultInput["action"]) =>
  move.simulator.simulation.addFault({ operation, action });

/** The automatic steps run through to the announcement without a stop. */
export const claim = (move: Move) => move.work();
export const again = (move: Move, step = "claim_number") => manager(move, "retry_step", { p_step: step });

/** Refused at the announcement for a state of things that the checks can read: a reading finds it, and then finds it gone. */
export function watched(fixture: Change, mend: (move: Move) => unknown): ExceptionCase {
  return {
    cause: "simulator",
    fixture,
    meet: claim,
    mend: async (move) => {
      await readAgain(move);
      mend(move);
      await readAgain(move);
    },
  };
}

/** One answer of Meta at a step, gone with the next attempt. */
export function answered(
  operation: string,
  action: FaultInput["action"],
  mend: (move: Move) => Promise<unknown>,
): ExceptionCase {
  const meet = async (move: Move) => {
    if (operation === "register") await until(move, "register");
    fault(move, operation, action);
    return operation === "register" ? move.runStep("register", { pin: "135790" }) : claim(move);
  };
  return { cause: "simulator", meet, mend };
}
export const error = (code: number, more: object = {}) => ({
  kind: "error" as const,
  error: { code, ...more },
});
export const later = (seconds: number) => (move: Move) => move.passTime(seconds);

/** Found by the comparison: `spoil` happens between the registration and the look afterwards. */
export function compared(spoil: (move: Move) => unknown, settings: Settings = {}): ExceptionCase {
  return {
    cause: "compare",
    settings,
    meet: async (move) => {
      await until(move, "register");
      await move.runStep("register", { pin: "135790" });
      spoil(move);
      await move.drive();
    },
    mend: () => Promise.resolve(),
  };
}

/** Staff learn of it before the move. */
export function reported(code: ExceptionCode): ExceptionCase {
  return {
    cause: "person",
    meet: async (move) => {
      await manager(move, "abort_cutover", { p_note: null });
      await manager(move, "open_exception", { p_code: code, p_note: "on the phone this morning" });
    },
    mend: () => Promise.resolve(),
  };
}

/** A check says so before the move begins. */
export function predicted(
  check: string,
  spoil: (move: Move) => unknown,
  mend: (move: Move) => Promise<unknown>,
): ExceptionCase {
  return {
    cause: "reading",
    meet: async (move) => {
      await manager(move, "abort_cutover", { p_note: null });
      await spoil(move);
      await readAgain(move);
      const { status } = await checkOf(move, check);
      if (status !== "failed") throw new Error(`${check} is ${status}`);
    },
    mend,
  };
}

export const close = async (move: Move) => {
  if ((await move.row()).status === "cutover") await manager(move, "abort_cutover", { p_note: null });
  await manager(move, "cancel_request", { p_note: null });
};
