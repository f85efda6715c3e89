/** Theme tokens, light and dark; every pair of text and ground keeps AA contrast. */
import { type ThemeConfig, theme } from "antd";

const shared = { borderRadius: 6, fontSize: 14, wireframe: false };

const light: ThemeConfig["token"] = {
  ...shared,
  colorPrimary: "#0f766e",
  colorLink: "#0f766e",
  colorLinkHover: "#115e59",
  colorError: "#cf1322",
  // One shade darker than elsewhere: it must also be read on a sorted column.
  colorWarning: "#995c00",
  colorSuccess: "#237804",
  // antd derives these from the main colours and turns them grey.
  colorPrimaryBg: "#e6f4f1",
  colorPrimaryBgHover: "#d5ece7",
  controlItemBgActive: "#e6f4f1",
  controlItemBgActiveHover: "#d5ece7",
  colorWarningBg: "#fff7e6",
  colorWarningBorder: "#ffd591",
  colorErrorBg: "#fff1f0",
  colorErrorBorder: "#ffa39e",
  colorSuccessBg: "#f6ffed",
  colorSuccessBorder: "#b7eb8f",
  colorBgLayout: "#f7f8f8",
  colorTextDescription: "rgba(0,0,0,.65)",
  colorTextTertiary: "rgba(0,0,0,.65)",
  colorTextPlaceholder: "rgba(0,0,0,.55)",
};

const dark: ThemeConfig["token"] = {
  ...shared,
  colorPrimary: "#2dd4bf",
  colorLink: "#5eead4",
  colorLinkHover: "#99f6e4",
  colorError: "#ff7875",
  colorWarning: "#faad14",
  colorSuccess: "#73d13d",
  colorTextLightSolid: "#042f2e",
  colorTextDescription: "rgba(255,255,255,.65)",
  colorTextTertiary: "rgba(255,255,255,.65)",
  colorTextPlaceholder: "rgba(255,255,255,.55)",
};

/** `accent` is a provider's own colour on the pages of its clients; light grounds only. */
export function themeOf(isDark: boolean, accent?: string): ThemeConfig {
  const own = accent && !isDark ? { colorPrimary: accent, colorLink: accent } : {};
  return {
    algorithm: isDark ? theme.darkAlgorithm : theme.defaultAlgorithm,
    hashed: false,
    cssVar: {},
    token: { ...(isDark ? dark : light), ...own },
    components: {
      Layout: { headerBg: isDark ? "#141414" : "#ffffff", siderBg: isDark ? "#141414" : "#ffffff" },
      Menu: { itemSelectedColor: isDark ? "#99f6e4" : "#115e59" },
      Table: { cellPaddingBlockMD: 4 },
      // On the dark theme's red only near-black has enough contrast.
      ...(isDark ? { Button: { dangerColor: "#0a0a0a" } } : {}),
    },
  };
}
