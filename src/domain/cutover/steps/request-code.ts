/** Has Meta send the code, once per person's approval. Afterwards only the phone shows whether a code was sent. */
import { meaningOf } from "../../exceptions/graph-error-table.ts";
import type { Closing } from "../closing.ts";
import { exceptionOf, graphFailure, stop } from "../failure-closing.ts";
import { required } from "../move-context.ts";
import { declareStep, type StepInput } from "../step-declaration.ts";
import { lockSeconds, tryVerification } from "./verification.ts";

type CodeInput = StepInput<"requestCode" | "readNumber">;

const verifiedAlready: Closing = { outcome: "skipped", result: {}, records: { skipped: ["verify_code"] } };

export const requestCode = declareStep({
  calls: ["requestCode", "readNumber"],
  deadlineSeconds: 18,
  repeatable: false,
  async run(input: CodeInput) {
    const { method, language } = input.authorisation ?? {};
    const way = method === "VOICE" ? "VOICE" : "SMS";
    try {
      await input.graph.requestCode({
        phoneNumberId: required(input.move.destinationPhoneNumberId, "destination number"),
        method: way,
        language: typeof language === "string" ? language : "en_US",
      });
      return { outcome: "done", result: { method: way } };
    } catch (error) {
      return refused(input, error);
    }
  },
  observe: (input: CodeInput) => askPerson(input),
});

async function refused(input: CodeInput, error: unknown): Promise<Closing> {
  const failure = graphFailure(error);
  const meaning = meaningOf(failure.details, "requestCode");
  if (meaning.unsure) return askPerson(input, failure);
  // Meta gives the same answer for a code that it did not send and for a number that no longer needs one.
  if (
    meaning.code === "CODE_NOT_RECEIVED" &&
    (await tryVerification(input.graph, input.move)) === "verified"
  ) {
    return verifiedAlready;
  }
  const exceptions = [exceptionOf(meaning.code, failure)];
  const { waitSeconds } = meaning;
  if (meaning.code === "NOT_A_MIGRATION") return { outcome: "again", resetTo: "claim_number", exceptions };
  if (meaning.code === "CODE_ATTEMPTS_USED")
    return {
      outcome: "again",
      result: { error: "code_attempts_used" },
      waitSeconds: waitSeconds ?? lockSeconds,
      exceptions,
    };
  // The step waits here for as long as Meta says: only a person's next try shows whether the code is now sent.
  if (meaning.code === "CODE_NOT_RECEIVED")
    return waitSeconds === undefined
      ? { outcome: "again", result: { error: "code_not_sent" }, exceptions }
      : { outcome: "again", result: { error: "code_held_back" }, waitSeconds, exceptions };
  if (meaning.retry !== "automatic") return stop(meaning.code, failure);
  return { outcome: "again", exceptions, ...(waitSeconds === undefined ? {} : { waitSeconds }) };
}

async function askPerson(input: CodeInput, failure?: Parameters<typeof exceptionOf>[1]): Promise<Closing> {
  const verification = await tryVerification(input.graph, input.move);
  if (verification === "verified") return verifiedAlready;
  return {
    outcome: "unknown",
    result: { verification },
    exceptions: [exceptionOf("OUTCOME_UNKNOWN", failure)],
  };
}
