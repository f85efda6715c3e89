/** Functions that read Meta about one request, when a person asks for it. */
import * as z from "zod/mini";
import { type EdgeFunction, target } from "./edge-function.ts";

/** `checks`: how many were examined. */
export const checksFunction = {
  name: "checks",
  request: z.object(target),
  answer: z.object({ checks: z.int() }),
} as const satisfies EdgeFunction;

/** `stopsAt`: a step, `code`: an exception; null where the move would succeed. */
export const rehearsalFunction = {
  name: "rehearsal",
  request: z.object(target),
  answer: z.object({ stopsAt: z.nullable(z.string()), code: z.nullable(z.string()) }),
} as const satisfies EdgeFunction;

/** `total`: templates in the forecast, or which side could not be read completely, and why. */
export const templatesFunction = {
  name: "templates",
  request: z.object(target),
  answer: z.union([
    z.object({ total: z.int() }),
    z.object({ unread: z.object({ side: z.enum(["source", "destination"]), cause: z.string() }) }),
  ]),
} as const satisfies EdgeFunction;
