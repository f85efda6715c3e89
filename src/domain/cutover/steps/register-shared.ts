/**
 * Registers a number that both providers will serve. This moves nothing: Meta accepts it silently and leaves the old
 * provider's registration as it is (account-model-evolution/onboarding, 2026-10-27), so its answer proves nothing
 * either. The exchange of messages that follows is the proof.
 */
import { errorNumber, meaningOf } from "../../exceptions/graph-error-table.ts";
import type { GraphFailure } from "../../graph/graph-failure.ts";
import type { Closing } from "../closing.ts";
import { exceptionOf, graphFailure, laterBy, stop } from "../failure-closing.ts";
import { required } from "../move-context.ts";
import { declareStep, type StepInput } from "../step-declaration.ts";
import { registerFreezeSeconds } from "./register.ts";

type SharedInput = StepInput<"register">;

export const registerShared = declareStep({
  calls: ["register"],
  deadlineSeconds: 18,
  repeatable: false,
  async run(input: SharedInput) {
    const { pin } = input.secrets;
    if (pin === undefined) throw new Error("register_shared runs only with a PIN");
    const phoneNumberId = required(input.move.destinationPhoneNumberId, "destination number");
    try {
      const answer = await input.graph.register({ phoneNumberId, pin });
      // Only an answer that does not mention the PIN may mean that this one is now the number's.
      return {
        outcome: "done",
        result: {},
        ...(answer.pin === "set" ? { records: { pinShown: true } } : {}),
      };
    } catch (error) {
      return refused(input, graphFailure(error));
    }
  },
  /** A message through our account proves that it took effect; otherwise a person may repeat it: it moves nothing. */
  observe: ({ move }: SharedInput): Promise<Closing> =>
    Promise.resolve(
      move.receivedHere
        ? { outcome: "done", result: {} }
        : { outcome: "again", result: { error: "graph_unreachable" } },
    ),
});

function refused(input: SharedInput, failure: GraphFailure): Closing {
  const meaning = meaningOf(failure.details, "register");
  if (meaning.unsure || failure.details.kind === "unavailable")
    return laterBy(input, "unknown", meaning, failure);
  const exceptions = [exceptionOf(meaning.code, failure)];
  if (errorNumber(failure.details) === 133016)
    return { outcome: "again", waitSeconds: registerFreezeSeconds, exceptions };
  if (meaning.retry !== "automatic") return stop(meaning.code, failure);
  return { outcome: "again", exceptions, waitSeconds: meaning.waitSeconds ?? input.timing.retry };
}
