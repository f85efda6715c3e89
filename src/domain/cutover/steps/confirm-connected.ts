/** Waits until Meta says CONNECTED: a successful register alone is no proof. */
import { exceptionOf, repeatLater } from "../failure-closing.ts";
import { required } from "../move-context.ts";
import { declareStep } from "../step-declaration.ts";

/** After so many readings somebody should look. */
const patience = 10;

export const confirmConnected = declareStep({
  calls: ["readNumber"],
  deadlineSeconds: 18,
  repeatable: true,
  async run(scene) {
    const { move, row, timing } = scene;
    try {
      const { status } = await scene.graph.readNumber(
        required(move.destinationPhoneNumberId, "destination number"),
      );
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
