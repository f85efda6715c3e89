/** One act of a person in the cut-over: ask for a code, give it, approve the registration. */
import { useState } from "react";
import * as z from "zod/mini";
import { useFunctionCall } from "../../providers/command-provider.ts";

const answerSchema = z.object({
  state: z.string(),
  error: z.optional(z.string()),
  pin: z.optional(z.string()),
  pinId: z.optional(z.string()),
  waitUntil: z.optional(z.string()),
});
export type ActAnswer = z.infer<typeof answerSchema>;

/** `unsure`: Meta's answer was lost, and whether the PIN holds with it. */
export type GivenPin = { pin: string; pinId: string; unsure: boolean };

/** The PIN that came with an answer, if any. */
export function givenPin({ pin, pinId, state }: ActAnswer): GivenPin | undefined {
  return pin === undefined || pinId === undefined ? undefined : { pin, pinId, unsure: state === "unknown" };
}

export type Act =
  | { act: "request_code"; method: "SMS" | "VOICE"; language: string }
  | { act: "enter_code"; code: string }
  | { act: "register_silently"; lastFour?: string }
  | { act: "approve_register"; lastFour: string };

/** `perform` resolves to the answer, or to undefined when it was refused and the person has been told. */
export function useAct(request: { id: string; version: number }) {
  const call = useFunctionCall();
  const [busy, setBusy] = useState(false);
  const perform = async (act: Act): Promise<ActAnswer | undefined> => {
    setBusy(true);
    try {
      return await call("cutover", { request: request.id, version: request.version, ...act }, answerSchema);
    } finally {
      setBusy(false);
    }
  };
  return { perform, busy };
}
