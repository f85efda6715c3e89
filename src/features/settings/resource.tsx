/** The provider's settings, for its admins. */
import { SettingOutlined } from "@ant-design/icons";
import { type Feature, page } from "../../providers/feature.ts";

export const feature: Feature = {
  name: "provider_calendars",
  texts: ["settings"],
  routes: [
    {
      path: "/settings",
      page: page(() => import("./settings-page.tsx"), "SettingsPage"),
      frame: "staff",
      action: "list",
    },
  ],
  meta: { label: "menu.settings", icon: <SettingOutlined />, order: 3 },
};
