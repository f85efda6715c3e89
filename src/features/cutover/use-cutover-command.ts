/** A person's commands in the cut-over: request a code, enter it, approve the registration. */
import { cutoverFunction } from "#domain/functions/cutover-function.ts";
import type { AnswerOf, RequestOf } from "#domain/functions/edge-function.ts";
import { useState } from "react";
import { useFunctionCall } from "../../queries/commands/command-provider.ts";

export type CutoverAnswer = AnswerOf<typeof cutoverFunction>;

/** `unsure`: Meta's answer was lost, and with it whether the PIN is valid. */
export type GivenPin = { pin: string; pinId: string; unsure: boolean };

/** The PIN that came with an answer, if any. */
export function givenPin({ pin, pinId, state }: CutoverAnswer): GivenPin | undefined {
  return pin === undefined || pinId === undefined ? undefined : { pin, pinId, unsure: state === "unknown" };
}

type Without<Of, Keys extends PropertyKey> = Of extends unknown ? Omit<Of, Keys> : never;
export type CutoverCommand = Without<RequestOf<typeof cutoverFunction>, "request" | "version">;

/** `perform` resolves to the answer, or to undefined after a refusal that the person has seen. */
export function useCutoverCommand(request: { id: string; version: number }) {
  const call = useFunctionCall();
  const [busy, setBusy] = useState(false);
  const perform = async (command: CutoverCommand): Promise<CutoverAnswer | undefined> => {
    setBusy(true);
    try {
      return await call(cutoverFunction, { request: request.id, version: request.version, ...command });
    } finally {
      setBusy(false);
    }
  };
  return { perform, busy };
}
