/** What the advisor said when a route was chosen, as stored in the request's history. */
import * as z from "zod/mini";
import type { RouteAdvice } from "./route-advice.ts";
import { type Route, routes } from "./route-catalogue.ts";
import { type ReasonCode, routeReasons } from "./route-reasons.ts";

const reasonCodes = Object.keys(routeReasons) as [ReasonCode, ...ReasonCode[]];

export const adviceGiven = z.object({
  verdict: z.enum(["allowed", "refused", "unknown"]),
  reasons: z.array(z.enum(reasonCodes)),
  recommended: z.nullable(z.enum(routes)),
});

export function adviceOn(
  route: Route,
  { routes: verdicts, recommended }: RouteAdvice,
): z.infer<typeof adviceGiven> {
  const { verdict, reasons } = verdicts[route];
  return {
    verdict,
    reasons: reasons.map(({ code }) => code),
    recommended: recommended?.route ?? null,
  };
}
