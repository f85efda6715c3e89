/** How a failed call closes a step, unless the step itself has something more specific to say. */
import { exceptionCatalogue } from "../exceptions/exception-catalogue.ts";
import type { ExceptionCode } from "../exceptions/exception-codes.ts";
import { type FailureMeaning, type GraphOperation, meaningOf } from "../exceptions/graph-error-table.ts";
import { GraphFailure } from "../graph/graph-failure.ts";
import type { Closing, StepException } from "./closing.ts";
import type { StepInput } from "./step-declaration.ts";
import { backoff } from "./step-timing.ts";

/** Anything but a GraphFailure is our own fault and is rethrown. */
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

/** Leaves the step as it is until later, for problems that pass by themselves. */
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

/** For reads and repeatable writes: retries after temporary problems and stops the step after any other. */
export function repeatLater(input: StepInput<never>, operation: GraphOperation, error: unknown): Closing {
  const failure = graphFailure(error);
  const meaning = meaningOf(failure.details, operation);
  return meaning.retry === "automatic"
    ? laterBy(input, "again", meaning, failure)
    : stop(meaning.code, failure);
}

/** Stops the step until a person has acted and has it tried again. */
export function stop(code: ExceptionCode, failure?: GraphFailure): Closing {
  return { outcome: "failed", exceptions: [exceptionOf(code, failure)] };
}

/** The reading that would settle an unknown outcome has itself failed: it stays unknown and is read again. */
export function stillUnknown(input: StepInput<never>, operation: GraphOperation, error: unknown): Closing {
  const failure = graphFailure(error);
  const meaning = meaningOf(failure.details, operation);
  // A refused reading does not improve by itself, but nothing else may decide, so it continues, slowly.
  return laterBy(input, "unknown", meaning, failure);
}
