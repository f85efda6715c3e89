/**
 * The cut-over itself: one call per approval. Evidence that could not exist without the call shows whether it took
 * effect; where there is none, a person who has tried the number decides. The call is never repeated to find out.
 */
import { errorNumber, type FailureMeaning, meaningOf } from "../../exceptions/graph-error-table.ts";
import type { GraphFailure } from "../../graph/graph-failure.ts";
import type { RegisterAnswer } from "../../graph/graph-port.ts";
import type { Closing, StepRecords } from "../closing.ts";
import { readServing, type Serving, statusProves } from "../evidence.ts";
import { exceptionOf, graphFailure, laterBy, stillUnknown, stop } from "../failure-closing.ts";
import { required } from "../move-context.ts";
import { declareStep, type StepInput } from "../step-declaration.ts";
import { backoff } from "../step-timing.ts";

type RegisterInput = StepInput<"register" | "readNumber" | "listNumbers">;

/** After 133016 Meta blocks the number, and every further call extends the block. */
export const registerFreezeSeconds = 72 * 3600;

export const register = declareStep({
  calls: ["register", "readNumber", "listNumbers"],
  deadlineSeconds: 18,
  repeatable: false,
  async run(input: RegisterInput) {
    const { pin } = input.secrets;
    if (pin === undefined) throw new Error("register runs only with a PIN");
    const phoneNumberId = required(input.move.destinationPhoneNumberId, "destination number");
    try {
      return await accepted(input, await input.graph.register({ phoneNumberId, pin }));
    } catch (error) {
      return refused(input, graphFailure(error));
    }
  },
  async observe(input: RegisterInput) {
    try {
      const serving = await servingNow(input);
      return explained(serving) ?? unexplained(input, serving);
    } catch (error) {
      return stillUnknown(input, "readNumber", error);
    }
  },
});

/** Meta accepts a number that is registered elsewhere silently, so for such a number success alone proves nothing. */
async function accepted(input: RegisterInput, { pin }: RegisterAnswer): Promise<Closing> {
  const records: StepRecords = pin === "set" ? { pinShown: true } : {};
  if (pin === "set" && statusProves(input.move)) return { outcome: "done", result: {}, records };
  try {
    const serving = await servingNow(input);
    return withRecords(explained(serving) ?? unexplained(input, serving), records);
  } catch (error) {
    return withRecords(stillUnknown(input, "readNumber", error), records);
  }
}

async function refused(input: RegisterInput, failure: GraphFailure): Promise<Closing> {
  const meaning = meaningOf(failure.details, "register");
  if (meaning.unsure || failure.details.kind === "unavailable") return unsure(input, meaning, failure);
  // An earlier call may have succeeded after all: then Meta refuses this one because of it.
  if (await landedEarlier(input)) return { outcome: "done", result: {}, records: { byEarlierCall: true } };
  const exceptions = [exceptionOf(meaning.code, failure)];
  const number = errorNumber(failure.details);
  if (number === 133016) return { outcome: "again", waitSeconds: registerFreezeSeconds, exceptions };
  if (meaning.code === "PIN_LOCKED" && meaning.waitSeconds !== undefined)
    return { outcome: "again", waitSeconds: meaning.waitSeconds, exceptions };
  if (number === 133006) return { outcome: "again", resetTo: verifyingStep(input), exceptions };
  if (meaning.retry !== "automatic") return stop(meaning.code, failure);
  return { outcome: "again", exceptions, waitSeconds: meaning.waitSeconds ?? input.timing.retry };
}

/** The PIN may be the number's only where the call may have made the number ours alone. */
async function unsure(
  input: RegisterInput,
  meaning: FailureMeaning,
  failure: GraphFailure,
): Promise<Closing> {
  const records: StepRecords = statusProves(input.move) ? { pinShown: true } : {};
  // The call may still be in progress: only later readings may say that it had no effect.
  const later = {
    ...laterBy(input, "unknown", meaning, failure),
    result: {},
    waitSeconds: input.timing.settle,
  };
  try {
    return withRecords(explained(await servingNow(input)) ?? later, records);
  } catch (error) {
    return withRecords(stillUnknown(input, "readNumber", error), records);
  }
}

const withRecords = (closing: Closing, records: StepRecords): Closing => ({
  ...closing,
  records: { ...records, ...closing.records },
});

/** null: nothing proves that the call took effect. */
function explained(serving: Serving): Closing | null {
  if (serving === "ours") return { outcome: "done", result: {} };
  return serving === "shared" ? { outcome: "done", result: {}, records: { shared: true } } : null;
}

/** Reads on until it is clear where a status can prove it; for any other number only a person can say. */
function unexplained({ move, row, timing, random }: RegisterInput, serving: Serving): Closing {
  if (!statusProves(move)) {
    // Evidence such as a message may still arrive, so it keeps looking in the meantime.
    const waitSeconds = backoff(timing.poll, row.attempts, random);
    return { outcome: "unknown", result: {}, waitSeconds, exceptions: [exceptionOf("OUTCOME_UNKNOWN")] };
  }
  if (serving !== "not_ours")
    return { outcome: "unknown", waitSeconds: timing.retry, exceptions: [exceptionOf("UNCLASSIFIED")] };
  // The first such reading may have come too early, so a second one decides.
  return row.result?.["read"] === "unregistered"
    ? { outcome: "again", result: { error: "graph_unreachable" } }
    : { outcome: "unknown", result: { read: "unregistered" }, waitSeconds: timing.recheck };
}

/** False also where it cannot be read: the refusal stands. */
async function landedEarlier(input: RegisterInput): Promise<boolean> {
  if (!statusProves(input.move)) return false;
  try {
    return (await servingNow(input)) === "ours";
  } catch (error) {
    graphFailure(error);
    return false;
  }
}

/** Where the client proves that the number is theirs: with a code given here, or in the signup window. */
function verifyingStep({ move }: RegisterInput): "request_code" | "embedded_signup" {
  return move.steps.some(({ step }) => step === "embedded_signup") ? "embedded_signup" : "request_code";
}

const servingNow = ({ graph, move }: RegisterInput) =>
  readServing(graph, move, required(move.destinationPhoneNumberId, "destination number"));
