/** Reports for the provider's people: counts as charts, and the export of the rows. */
import { BarChartOutlined } from "@ant-design/icons";
import { type Feature, page } from "../../providers/feature.ts";

export const feature: Feature = {
  name: "reports",
  routes: [
    {
      path: "/reports",
      page: page(() => import("./reports-page.tsx"), "ReportsPage"),
      audience: ["admin", "manager", "analyst"],
    },
  ],
  menu: { label: "menu.reports", path: "/reports", icon: <BarChartOutlined />, order: 2 },
};
