/** Sends Meta the code, once. After a lost reply it reads the outcome before anybody enters another code. */
import { meaningOf, names } from "../../exceptions/graph-error-table.ts";
import type { GraphFailure } from "../../graph/graph-failure.ts";
import type { Closing } from "../closing.ts";
import { hasNewId, verificationProves } from "../evidence.ts";
import { exceptionOf, graphFailure, stillUnknown, stop } from "../failure-closing.ts";
import { required } from "../move-context.ts";
import { declareStep, type StepInput } from "../step-declaration.ts";
import { lockSeconds, readVerification } from "./verification.ts";

type VerifyInput = StepInput<"verifyCode" | "readNumber">;

export const verifyCode = declareStep({
  calls: ["verifyCode", "readNumber"],
  deadlineSeconds: 18,
  repeatable: false,
  async run(input: VerifyInput) {
    const { code } = input.secrets;
    if (code === undefined) throw new Error("verify_code runs only with a code");
    const phoneNumberId = required(input.move.destinationPhoneNumberId, "destination number");
    try {
      await input.graph.verifyCode({ phoneNumberId, code });
      return { outcome: "done", result: {} };
    } catch (error) {
      return refused(input, graphFailure(error));
    }
  },
  observe: (input: VerifyInput) => read(input, "graph_unreachable"),
});

async function refused(input: VerifyInput, failure: GraphFailure): Promise<Closing> {
  const { code, retry, unsure, waitSeconds } = meaningOf(failure.details, "verifyCode");
  if (unsure || failure.details.kind === "unavailable") {
    return read(input, failure.details.kind === "nonsense" ? "graph_nonsense" : "graph_unreachable");
  }
  const exceptions = [exceptionOf(code, failure)];
  if (code === "CODE_ATTEMPTS_USED") {
    return {
      outcome: "again",
      result: { error: "code_attempts_used" },
      resetTo: "request_code",
      waitSeconds: waitSeconds ?? lockSeconds,
      exceptions,
    };
  }
  if (names(failure.details, 136_025)) return wrong(failure);
  // Meta's answer for a number that is already verified.
  if (names(failure.details, 136_024)) return read(input, "code_wrong");
  if (code === "CODE_NOT_RECEIVED") return notChecked(input, failure, waitSeconds);
  if (code === "NOT_A_MIGRATION") return { outcome: "again", resetTo: "claim_number", exceptions };
  if (retry !== "automatic") return stop(code, failure);
  return { outcome: "again", exceptions, ...(waitSeconds === undefined ? {} : { waitSeconds }) };
}

/** One error number means both wrong and expired; the text only decides what the person is told and asked for. */
function wrong({ details: { title, userMessage, details } }: GraphFailure): Closing {
  return /expired|no code was requested/i.test([title, userMessage, details].join(" "))
    ? { outcome: "again", result: { error: "code_expired" }, resetTo: "request_code" }
    : { outcome: "again", result: { error: "code_wrong" } };
}

/** Meta could not check the code. A code is valid for ten minutes, so a longer wait requires a new one. */
async function notChecked(
  input: VerifyInput,
  failure: GraphFailure,
  waitSeconds: number | undefined,
): Promise<Closing> {
  const closing = await read(input, "code_not_checked");
  if (closing.outcome !== "again" || waitSeconds === undefined) return closing;
  const exceptions = [exceptionOf("CODE_NOT_RECEIVED", failure)];
  return { ...closing, resetTo: "request_code", waitSeconds, exceptions };
}

/** `error`: what the person is told when the code had no effect. */
async function read(input: VerifyInput, error: string): Promise<Closing> {
  try {
    const verification = await readVerification(input.graph, input.move);
    if (verification === "unverified") return { outcome: "again", result: { error } };
    if (verification === "verified" && verificationProves(input.move)) return { outcome: "done", result: {} };
    // It may have been so before the code was sent: the person with the phone knows.
    if (verification === "verified" || !hasNewId(input.move))
      return { outcome: "unknown", result: { verification }, exceptions: [exceptionOf("OUTCOME_UNKNOWN")] };
    return { outcome: "unknown", waitSeconds: input.timing.retry, exceptions: [exceptionOf("UNCLASSIFIED")] };
  } catch (failure) {
    return stillUnknown(input, "readNumber", failure);
  }
}
