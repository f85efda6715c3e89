/** Theme tokens, light and dark; theme.test.ts keeps every pair of text and background at AA contrast. */
import { type ThemeConfig, theme } from "antd";

const shared = {
  borderRadius: 6,
  borderRadiusLG: 10,
  fontSize: 14,
  wireframe: false,
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif',
  fontFamilyCode: 'ui-monospace, "SF Mono", "Cascadia Mono", Menlo, monospace',
};

/** Backgrounds, lines, text, and the four meanings with their soft backgrounds. */
export type Palette = {
  accent: string;
  accentHover: string;
  accentSoft: string;
  onAccent: string;
  ground: string;
  surface: string;
  raised: string;
  line: string;
  lineStrong: string;
  hover: string;
  text: string;
  textSecond: string;
  textThird: string;
  danger: string;
  dangerSoft: string;
  onDanger: string;
  warning: string;
  warningSoft: string;
  success: string;
  successSoft: string;
  info: string;
  infoSoft: string;
};

export const light: Palette = {
  accent: "#0f766e",
  accentHover: "#0b5f59",
  accentSoft: "#e6f3f1",
  onAccent: "#ffffff",
  ground: "#f6f7f7",
  surface: "#ffffff",
  raised: "#ffffff",
  line: "#e4e7e7",
  lineStrong: "#cfd5d5",
  hover: "#f1f4f4",
  text: "#151b1b",
  textSecond: "#56605f",
  textThird: "#5f6968",
  danger: "#b42318",
  dangerSoft: "#fdeceb",
  onDanger: "#ffffff",
  warning: "#8a5300",
  warningSoft: "#fdf3e1",
  success: "#1c6b3a",
  successSoft: "#e7f4ec",
  info: "#1d4f91",
  infoSoft: "#e8f0fa",
};

export const dark: Palette = {
  accent: "#2fb3a3",
  accentHover: "#47c7b7",
  accentSoft: "#12302d",
  onAccent: "#06201d",
  ground: "#12181a",
  surface: "#182022",
  raised: "#1e272a",
  line: "#2a3538",
  lineStrong: "#3a474a",
  hover: "#1f292b",
  text: "#e8eded",
  textSecond: "#a9b5b5",
  textThird: "#98a5a5",
  danger: "#ff8a80",
  dangerSoft: "#3a1d1b",
  // On a light red only near-black has enough contrast.
  onDanger: "#0a0a0a",
  warning: "#f0b95b",
  warningSoft: "#33270f",
  success: "#6fcf97",
  successSoft: "#14301f",
  info: "#8ab4f8",
  infoSoft: "#16263d",
};

/** antd derives many of these from the main colours and turns them grey, hence they are named one by one. */
function tokensOf(palette: Palette): ThemeConfig["token"] {
  return {
    ...shared,
    colorPrimary: palette.accent,
    colorPrimaryHover: palette.accentHover,
    colorPrimaryActive: palette.accentHover,
    colorPrimaryText: palette.accent,
    colorPrimaryBg: palette.accentSoft,
    colorPrimaryBgHover: palette.accentSoft,
    colorLink: palette.accent,
    colorLinkHover: palette.accentHover,
    colorLinkActive: palette.accentHover,
    colorTextLightSolid: palette.onAccent,
    controlItemBgHover: palette.hover,
    controlItemBgActive: palette.accentSoft,
    controlItemBgActiveHover: palette.accentSoft,
    colorBgLayout: palette.ground,
    colorBgContainer: palette.surface,
    colorBgElevated: palette.raised,
    colorBorder: palette.lineStrong,
    colorBorderSecondary: palette.line,
    colorSplit: palette.line,
    colorText: palette.text,
    colorTextSecondary: palette.textSecond,
    colorTextDescription: palette.textSecond,
    colorTextTertiary: palette.textThird,
    colorTextPlaceholder: palette.textThird,
    colorError: palette.danger,
    colorErrorText: palette.danger,
    colorErrorBg: palette.dangerSoft,
    colorErrorBorder: palette.danger,
    colorWarning: palette.warning,
    colorWarningText: palette.warning,
    colorWarningBg: palette.warningSoft,
    colorWarningBorder: palette.warning,
    colorSuccess: palette.success,
    colorSuccessText: palette.success,
    colorSuccessBg: palette.successSoft,
    colorSuccessBorder: palette.success,
    colorInfo: palette.info,
    colorInfoText: palette.info,
    colorInfoBg: palette.infoSoft,
    colorInfoBorder: palette.info,
  };
}

/** The dark algorithm makes other colours of the main ones: here they stay as the palette has them. */
const inDark: NonNullable<ThemeConfig["algorithm"]> = [
  theme.darkAlgorithm,
  (seed, derived = theme.darkAlgorithm(seed)) => ({
    ...derived,
    colorPrimary: dark.accent,
    colorLink: dark.accent,
    colorError: dark.danger,
    colorWarning: dark.warning,
    colorSuccess: dark.success,
    colorInfo: dark.info,
  }),
];

/** `accent`: a provider's own colour on the pages of its clients; only on light backgrounds. */
export function themeOf(isDark: boolean, accent?: string): ThemeConfig {
  const palette = isDark ? dark : light;
  const own = accent && !isDark ? { colorPrimary: accent, colorLink: accent } : {};
  return {
    algorithm: isDark ? inDark : theme.defaultAlgorithm,
    hashed: false,
    cssVar: {},
    token: { ...tokensOf(palette), ...own },
    components: {
      Layout: { headerBg: palette.surface, siderBg: palette.surface },
      Menu: { itemSelectedColor: palette.accent },
      Table: { cellPaddingBlockMD: 4 },
      Button: { dangerColor: palette.onDanger },
    },
  };
}
