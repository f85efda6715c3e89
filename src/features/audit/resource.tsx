/** The audit, for the provider's admins; reached from the settings. */
import { type Feature, page } from "../../providers/feature.ts";

export const feature: Feature = {
  name: "audit_rows",
  texts: ["audit"],
  routes: [
    {
      path: "/settings/audit",
      page: page(() => import("./audit-page.tsx"), "AuditPage"),
      frame: "staff",
      action: "list",
    },
  ],
};
