/**
 * The client has removed the old provider. The move is over when the old account has lost the number and ours still
 * has it; where the old account cannot be read, a person checks the client's settings.
 */
import type { NumberFacts } from "../../graph/graph-port.ts";
import type { Closing } from "../closing.ts";
import { isRegistered, isUnregistered, type OldSide, readOldSide } from "../evidence.ts";
import { exceptionOf, repeatLater } from "../failure-closing.ts";
import { required } from "../move-context.ts";
import { declareStep, type StepInput } from "../step-declaration.ts";

/** After this many readings that still show the old provider, the removal becomes the client's task again. */
const maxReadings = 20;

export const confirmRemoved = declareStep({
  calls: ["readNumber", "listNumbers"],
  deadlineSeconds: 18,
  repeatable: true,
  async run(input) {
    const { graph, move } = input;
    try {
      const number = await graph.readNumber(required(move.destinationPhoneNumberId, "destination number"));
      // Any provider may deregister the number for all of them: then it is registered again at once.
      if (isUnregistered(number.status)) return registerAgain();
      return judged(input, number, await readOldSide(graph, move));
    } catch (error) {
      return repeatLater(input, "readNumber", error);
    }
  },
});

function registerAgain(): Closing {
  return {
    outcome: "again",
    resetTo: "register_shared",
    records: { skipped: ["approve_removal", "remove_old_partner"] },
    exceptions: [exceptionOf("NOT_REGISTERED_AFTER_MOVE")],
  };
}

function judged({ row, timing }: StepInput<never>, { status }: NumberFacts, oldSide: OldSide): Closing {
  const result = { status: status ?? null, oldSide };
  if (oldSide === "lost" && isRegistered(status)) return { outcome: "done", result };
  if (oldSide === "unread") {
    const exceptions = [exceptionOf("OUTCOME_UNKNOWN")];
    return { outcome: "unknown", result, waitSeconds: timing.poll, exceptions };
  }
  return row.attempts + 1 < maxReadings
    ? { outcome: "again", result, waitSeconds: timing.poll }
    : { outcome: "again", result: { ...result, error: "still_shared" }, resetTo: "remove_old_partner" };
}
