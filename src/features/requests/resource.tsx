/** Migration requests for the provider's people: the queue and the page of one request. */
import { UnorderedListOutlined } from "@ant-design/icons";
import { type Feature, page } from "../../providers/feature.ts";

export const feature: Feature = {
  name: "migration_requests",
  routes: [
    {
      path: "/requests",
      page: page(() => import("./queue-page.tsx"), "QueuePage"),
      audience: ["admin", "manager", "analyst"],
    },
    {
      path: "/requests/:id",
      page: page(() => import("./request-page.tsx"), "RequestPage"),
      audience: ["admin", "manager", "analyst"],
    },
  ],
  menu: { label: "menu.requests", path: "/requests", icon: <UnorderedListOutlined />, order: 1 },
};
