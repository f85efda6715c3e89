/** The few values of the theme that antd's components read in JavaScript; everything else is a CSS variable. */
import { theme } from "antd";
import { themeOf } from "../../../src/ui/theme/theme.ts";

const screens = ["XS", "SM", "MD", "LG", "XL", "XXL", "XXXL"].flatMap((size) =>
  ["", "Min", "Max"].map((end) => `screen${size}${end}`),
);
const others =
  "borderRadius colorText controlHeight fontSize lineHeight lineWidth marginXXS motion padding paddingSM paddingXS sizePopupArrow Table wireframe zIndexPopupBase";
const inEmpty =
  "colorBgContainer colorFill colorFillQuaternary colorFillSecondary colorFillTertiary colorTextQuaternary";
export const tokenNames: readonly string[] = [...screens, ...others.split(" "), ...inEmpty.split(" ")];

export function tokensOf(isDark: boolean): Record<string, unknown> {
  const all: Record<string, unknown> = { ...theme.getDesignToken(themeOf(isDark)) };
  return Object.fromEntries(tokenNames.map((name) => [name, all[name]]));
}
