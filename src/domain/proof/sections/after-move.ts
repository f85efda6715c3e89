/** What became of the number after its move: each look at it, who was shown a PIN, and the test messages. */
import * as z from "zod/mini";
import { afterCheckMoments, afterCheckRow } from "../../stabilising/after-check.ts";
import { section } from "../proof-section.ts";

const text = z.nullable(z.string());

export const afterMove = section({
  schema: z.strictObject({
    looks: z.array(
      z.strictObject({
        moment: z.enum(afterCheckMoments),
        takenAt: z.string(),
        points: z.array(afterCheckRow),
      }),
    ),
    /** Shown once, to the side that set it. */
    pins: z.array(z.strictObject({ at: z.string(), side: z.enum(["member", "client"]), outcome: text })),
    tests: z.array(z.strictObject({ at: z.string(), outcome: text })),
  }),
  build: ({ afterChecks, pins, messages }) => ({
    looks: afterChecks
      .flatMap(({ moment, taken_at, points }) =>
        taken_at === null || points === null ? [] : [{ moment, takenAt: taken_at, points }],
      )
      .toSorted((a, b) => Date.parse(a.takenAt) - Date.parse(b.takenAt)),
    pins: pins
      .map(({ opened_at, side, outcome }) => ({ at: opened_at, side, outcome }))
      .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at)),
    tests: messages
      .filter(({ purpose }) => purpose === "smoke")
      .map(({ opened_at, outcome }) => ({ at: opened_at, outcome }))
      .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at)),
  }),
});
