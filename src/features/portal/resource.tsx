/** The client's own pages: their numbers, and one number on its way. */
import { type Feature, page } from "../../providers/feature.ts";

export const feature: Feature = {
  name: "portal",
  texts: ["portal"],
  routes: [
    { path: "/my", page: page(() => import("./portal-list.tsx"), "PortalList"), frame: "client" },
    { path: "/my/:id", page: page(() => import("./portal-show.tsx"), "PortalShow"), frame: "client" },
    {
      path: "/signup-return",
      page: page(() => import("./signup/signup-return.tsx"), "SignupReturn"),
      frame: "public",
    },
  ],
};
