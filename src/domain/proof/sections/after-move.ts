/** What became of the number after its move: each reading, who was shown a PIN, and the test messages. */
import * as z from "zod/mini";
import { monitoringCheckMoments, monitoringCheckRow } from "../../monitoring/monitoring-check.ts";
import { section } from "../proof-section.ts";

const text = z.nullable(z.string());

export const afterMove = section({
  schema: z.strictObject({
    readings: z.array(
      z.strictObject({
        moment: z.enum(monitoringCheckMoments),
        takenAt: z.string(),
        points: z.array(monitoringCheckRow),
      }),
    ),
    /** Shown once, to the side that set it. */
    pins: z.array(z.strictObject({ at: z.string(), side: z.enum(["member", "client"]), outcome: text })),
    tests: z.array(z.strictObject({ at: z.string(), outcome: text })),
  }),
  build: ({ monitoringChecks, pins, messages }) => ({
    readings: monitoringChecks
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
