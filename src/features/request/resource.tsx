/** The page of one migration request, for the provider's staff. */
import { type Feature, page } from "../../providers/feature.ts";

export const feature: Feature = {
  name: "migration_requests",
  texts: ["requests"],
  routes: [
    {
      path: "/requests/:id",
      page: page(() => import("./request-page.tsx"), "RequestPage"),
      frame: "staff",
      action: "show",
    },
  ],
};
