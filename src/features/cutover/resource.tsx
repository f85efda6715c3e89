/** The cut-over of one request: the steps, the code, the point of no return. */
import { type Feature, page } from "../../providers/feature.ts";

export const feature: Feature = {
  name: "cutover_steps",
  texts: ["cutover"],
  routes: [
    {
      path: "/requests/:id/cutover",
      page: page(() => import("./cutover-page.tsx"), "CutoverPage"),
      frame: "staff",
      action: "show",
    },
  ],
};
