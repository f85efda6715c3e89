/** Who works for the provider, and who acts for its clients; for its admins, from the settings and from a request. */
import { type Feature, page } from "../../providers/feature.ts";

export const feature: Feature = {
  name: "members",
  texts: ["members"],
  routes: [
    {
      path: "/settings/members",
      page: page(() => import("./members-page.tsx"), "MembersPage"),
      frame: "staff",
      action: "list",
    },
    {
      path: "/clients/:id/people",
      page: page(() => import("./client-people-page.tsx"), "ClientPeoplePage"),
      frame: "staff",
      action: "edit",
    },
  ],
};
