/** How long the number could not send or receive, as measured by small messages across the move. */
import * as z from "zod/mini";
import { readGap } from "../../monitoring/measured-gap.ts";
import { section } from "../proof-section.ts";

/** Seconds; the truth lies between. */
const gapSchema = z.nullable(z.strictObject({ least: z.number(), most: z.nullable(z.number()) }));

export const gap = section({
  /** null: not measured. */
  schema: z.nullable(
    z.strictObject({
      sending: gapSchema,
      receiving: gapSchema,
      series: z.array(
        z.strictObject({ at: z.string(), direction: z.enum(["in", "out"]), passed: z.boolean() }),
      ),
    }),
  ),
  build({ request, steps, messages, sightings }) {
    const reading = readGap({
      registeredAt: request.registered_at,
      register: steps.find(({ step }) => step === "register"),
      probes: messages.filter(({ purpose }) => purpose === "probe"),
      sightings,
    });
    if (reading === null) return null;
    const { sending, receiving, points } = reading;
    return {
      sending,
      receiving,
      series: points.map(({ at, ...point }) => ({ at: new Date(at).toISOString(), ...point })),
    };
  },
});
