/**
 * Waits until the new account has delivered one message and received another: for a number that both providers serve,
 * no status and no answer proves this. If the old account has lost the number by then, it was moved rather than
 * shared, and there is nobody to remove.
 */
import { readOldSide } from "../evidence.ts";
import { declareStep } from "../step-declaration.ts";

/** Until both have passed, Portdesk makes no call to Meta. */
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
