/**
 * Waits until a message was delivered through the new account and one was received there: of a number that both providers
 * serve, no status and no answer proves as much.
 */
import { declareStep } from "../step-declaration.ts";

export const exchangeMessages = declareStep({
  calls: [],
  deadlineSeconds: 5,
  repeatable: true,
  run({ move: { exchanged }, timing }) {
    const isProved = exchanged.sent && exchanged.received;
    return Promise.resolve({
      outcome: isProved ? "done" : "again",
      result: { ...exchanged },
      // No call to Meta is made for it.
      ...(isProved ? {} : { waitSeconds: Math.min(timing.poll, 5) }),
    });
  },
});
