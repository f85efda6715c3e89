/** Which routes can be rehearsed: those of which Portdesk itself runs every step. What people do at Meta no stage can play. */
import { routeSteps } from "../cutover/route-steps.ts";
import { isManual } from "../cutover/step-catalogue.ts";
import { type Route, routes } from "../routes/route-catalogue.ts";

export const rehearsedRoutes: readonly Route[] = routes.filter((route) => !routeSteps[route].some(isManual));
