/** Who works for the provider, for its admins; reached from the settings. */
import { type Feature, page } from "../../providers/feature.ts";

export const feature: Feature = {
  name: "members",
  routes: [
    {
      path: "/settings/members",
      page: page(() => import("./members-page.tsx"), "MembersPage"),
      audience: ["admin"],
    },
  ],
};
