/** How a failed call closes a step, where the step itself has nothing better to say. */
import { exceptionCatalogue } from "../exceptions/exception-catalogue.ts";
import type { ExceptionCode } from "../exceptions/exception-codes.ts";
import { type FailureMeaning, type GraphOperation, meaningOf } from "../exceptions/graph-error-table.ts";
import { GraphFailure } from "../graph/graph-failure.ts";
import type { Closing, StepException } from "./closing.ts";
import type { StepInput } from "./step-declaration.ts";
import { backoff } from "./step-timing.ts";

/** Anything but a GraphFailure is a fault of ours and is thrown on. */
export function graphFailure(error: unknown): GraphFailure {
  if (error instanceof GraphFailure) return error;
  throw error;
}

export function exceptionOf(code: ExceptionCode, failure?: GraphFailure): StepException {
  return {
    code,
    owner: exceptionCatalogue[code].owner,
    ...(failure?.details.payload === undefined ? {} : { payload: failure.details.payload }),
    ...(failure?.details.fbtraceId === undefined ? {} : { fbtraceId: failure.details.fbtraceId }),
  };
}

/** The step stays as it is until later: for disturbances that pass by themselves. */
export function laterBy(
  input: StepInput<never>,
  outcome: "again" | "unknown",
  meaning: FailureMeaning,
  failure: GraphFailure,
): Closing {
  return {
    outcome,
    exceptions: [exceptionOf(meaning.code, failure)],
    waitSeconds: meaning.waitSeconds ?? backoff(input.timing.retry, input.row.attempts, input.random),
  };
}

/** For reads and repeatable writes: what passes by itself is tried again, anything else stops the step. */
export function repeatLater(input: StepInput<never>, operation: GraphOperation, error: unknown): Closing {
  const failure = graphFailure(error);
  const meaning = meaningOf(failure.details, operation);
  return meaning.retry === "automatic"
    ? laterBy(input, "again", meaning, failure)
    : stop(meaning.code, failure);
}

/** Stopped until a person has acted and has the step tried again. */
export function stop(code: ExceptionCode, failure?: GraphFailure): Closing {
  return { outcome: "failed", exceptions: [exceptionOf(code, failure)] };
}

/** The reading that would explain an unknown outcome failed itself: it stays unknown and is read again. */
export function stillUnknown(input: StepInput<never>, operation: GraphOperation, error: unknown): Closing {
  const failure = graphFailure(error);
  const meaning = meaningOf(failure.details, operation);
  // A refused reading does not get better by itself, but nothing else may decide, so it goes on, slowly.
  return laterBy(input, "unknown", meaning, failure);
}
