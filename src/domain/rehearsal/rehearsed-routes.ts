/** Which routes can be rehearsed: those whose every step Portdesk runs. No stage can play what people do at Meta. */
import { routeSteps } from "../cutover/route-steps.ts";
import { isManual } from "../cutover/step-catalogue.ts";
import { type Route, routes } from "../routes/route-catalogue.ts";

export const rehearsedRoutes: readonly Route[] = routes.filter((route) => !routeSteps[route].some(isManual));
