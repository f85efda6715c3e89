/** The steps of the move, when each began and ended, and how often it was tried. */
import * as z from "zod/mini";
import { stepStates, steps as names } from "../../cutover/step-catalogue.ts";
import { section } from "../proof-section.ts";

const text = z.nullable(z.string());

export const steps = section({
  schema: z.array(
    z.strictObject({
      step: z.enum(names),
      state: z.enum(stepStates),
      attempts: z.number(),
      startedAt: text,
      finishedAt: text,
    }),
  ),
  build: ({ steps: rows }) =>
    rows
      .toSorted((a, b) => a.position - b.position)
      .map(({ step, state, attempts, started_at, finished_at }) => ({
        step,
        state,
        attempts,
        startedAt: started_at,
        finishedAt: finished_at,
      })),
});
