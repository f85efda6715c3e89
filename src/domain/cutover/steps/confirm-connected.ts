/** Waits until Meta says CONNECTED: a successful register alone is no proof. */
import { isSameNumber } from "../../requests/phone-number.ts";
import { exceptionOf, repeatLater, stop } from "../failure-closing.ts";
import { type MoveContext, required } from "../move-context.ts";
import { declareStep } from "../step-declaration.ts";

/** After so many readings somebody should look. */
const patience = 10;

const isTyped = (move: MoveContext) => move.steps.some(({ step }) => step === "record_ids");

export const confirmConnected = declareStep({
  calls: ["readNumber"],
  deadlineSeconds: 18,
  repeatable: true,
  async run(scene) {
    const { move, row, timing } = scene;
    try {
      const { status, displayPhoneNumber } = await scene.graph.readNumber(
        required(move.destinationPhoneNumberId, "destination number"),
      );
      // Ids that a person has typed in may be another number's.
      if (isTyped(move) && !isSameNumber(displayPhoneNumber, move.phoneNumber))
        return stop("NOT_REGISTERED_AFTER_MOVE");
      if (status === "CONNECTED") return { outcome: "done", result: { status } };
      return {
        outcome: "again",
        result: { status: status ?? null },
        waitSeconds: timing.poll,
        ...(row.attempts + 1 >= patience ? { exceptions: [exceptionOf("NOT_REGISTERED_AFTER_MOVE")] } : {}),
      };
    } catch (error) {
      return repeatLater(scene, "readNumber", error);
    }
  },
});
