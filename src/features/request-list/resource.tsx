/** The list of migration requests, for the provider's staff. */
import { UnorderedListOutlined } from "@ant-design/icons";
import { type Feature, page } from "../../providers/feature.ts";

export const feature: Feature = {
  name: "migration_requests",
  texts: ["requests"],
  routes: [
    {
      path: "/requests",
      page: page(() => import("./list-page.tsx"), "ListPage"),
      frame: "staff",
      action: "list",
    },
  ],
  meta: { label: "menu.requests", icon: <UnorderedListOutlined />, order: 1 },
};
