/**
 * Waits until Meta says CONNECTED: a successful register alone is no proof. Where people moved the number by hand and
 * it still has the old provider's id, CONNECTED proves nothing either.
 */
import { isSameNumber } from "../../requests/phone-number.ts";
import { hasNewId } from "../evidence.ts";
import { exceptionOf, repeatLater, stop } from "../failure-closing.ts";
import { type MoveContext, required } from "../move-context.ts";
import { declareStep } from "../step-declaration.ts";

/** After this many readings a person should check. */
const maxAttempts = 10;

const isTyped = (move: MoveContext) => move.steps.some(({ step }) => step === "record_ids");

export const confirmConnected = declareStep({
  calls: ["readNumber"],
  deadlineSeconds: 18,
  repeatable: true,
  async run(input) {
    const { move, row, timing } = input;
    try {
      const { status, displayPhoneNumber } = await input.graph.readNumber(
        required(move.destinationPhoneNumberId, "destination number"),
      );
      // Ids that a person typed may belong to another number.
      if (isTyped(move) && !isSameNumber(displayPhoneNumber, move.phoneNumber))
        return stop("NOT_REGISTERED_AFTER_MOVE");
      const proves = !isTyped(move) || hasNewId(move) || move.receivedHere;
      if (status === "CONNECTED" && proves) return { outcome: "done", result: { status } };
      if (status === "CONNECTED") {
        // Meanwhile a message that arrives through the new access settles it.
        const exceptions = [exceptionOf("OUTCOME_UNKNOWN")];
        return { outcome: "unknown", result: { status }, waitSeconds: timing.poll, exceptions };
      }
      return {
        outcome: "again",
        result: { status: status ?? null },
        waitSeconds: timing.poll,
        ...(row.attempts + 1 >= maxAttempts
          ? { exceptions: [exceptionOf("NOT_REGISTERED_AFTER_MOVE")] }
          : {}),
      };
    } catch (error) {
      return repeatLater(input, "readNumber", error);
    }
  },
});
