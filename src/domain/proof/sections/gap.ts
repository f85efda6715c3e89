/** How long the number could not send or receive, as small messages across the move measured it. */
import * as z from "zod/mini";
import { measureGap, probePoints } from "../../stabilising/measured-gap.ts";
import { section } from "../proof-section.ts";

/** Seconds; the truth lies between. */
const gapSchema = z.nullable(z.strictObject({ least: z.number(), most: z.nullable(z.number()) }));

export const gap = section({
  /** null: it was not measured. */
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
    const probes = messages.filter(({ purpose }) => purpose === "probe");
    const register = steps.find(({ step }) => step === "register");
    const registeredAt = register?.finished_at ?? request.registered_at;
    if (registeredAt === null || probes.length === 0) return null;
    const points = probePoints(
      probes,
      sightings.filter(({ direction }) => direction === "in").map(({ at }) => at),
    );
    const registeredTo = Date.parse(registeredAt);
    const registeredFrom = Math.min(registeredTo, Date.parse(register?.started_at ?? registeredAt));
    return {
      ...measureGap({ registeredFrom, registeredTo, points }),
      series: points.map(({ at, ...point }) => ({ at: new Date(at).toISOString(), ...point })),
    };
  },
});
