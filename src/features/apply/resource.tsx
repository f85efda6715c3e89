/** The public page on which a client applies to move a number to one provider. */
import { type Feature, page } from "../../providers/feature.ts";

export const feature: Feature = {
  name: "apply",
  texts: ["apply"],
  routes: [
    { path: "/apply/:slug", page: page(() => import("./apply-page.tsx"), "ApplyPage"), frame: "public" },
  ],
};
