/**
 * Waits until a message was delivered through the new account and one was received there: of a number that both providers
 * serve, no status and no answer proves as much. A number that the old account has lost by then was moved, not shared:
 * there is nobody to remove.
 */
import { readOldSide } from "../evidence.ts";
import { declareStep } from "../step-declaration.ts";

/** Until there are both, no call to Meta is made. */
const pollSeconds = 5;

export const exchangeMessages = declareStep({
  calls: ["listNumbers"],
  deadlineSeconds: 18,
  repeatable: true,
  async run({ move, graph, timing }) {
    const { exchanged } = move;
    if (!exchanged.sent || !exchanged.received)
      return { outcome: "again", result: { ...exchanged }, waitSeconds: Math.min(timing.poll, pollSeconds) };
    const oldSide = await readOldSide(graph, move);
    return {
      outcome: "done",
      result: { ...exchanged, oldSide },
      ...(oldSide === "lost" ? { records: { skipped: ["approve_removal", "remove_old_partner"] } } : {}),
    };
  },
});
