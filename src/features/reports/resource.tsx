/** Reports for the provider's staff: counts as charts, and the export of the rows. */
import { BarChartOutlined } from "@ant-design/icons";
import { type Feature, page } from "../../providers/feature.ts";

export const feature: Feature = {
  name: "reports",
  texts: ["reports"],
  routes: [
    {
      path: "/reports",
      page: page(() => import("./reports-page.tsx"), "ReportsPage"),
      frame: "staff",
      action: "list",
    },
  ],
  meta: { label: "menu.reports", icon: <BarChartOutlined />, order: 2 },
};
