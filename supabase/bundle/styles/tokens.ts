/** The few values of the theme that antd's components read in JavaScript; everything else is a CSS variable. */
import { theme } from "antd";
import { getAsSolidColor } from "antd/lib/empty/utils";
import { themeOf } from "../../../src/ui/theme/theme.ts";

const screens = ["XS", "SM", "MD", "LG", "XL", "XXL", "XXXL"].flatMap((size) =>
  ["", "Min", "Max"].map((end) => `screen${size}${end}`),
);
const others =
  "borderRadius colorText controlHeight fontSize lineHeight lineWidth marginXXS motion padding paddingSM paddingXS sizePopupArrow Table wireframe zIndexPopupBase";
/** Of the pictures for empty lists, whose colours antd lays over the background: here as they look on it. */
const inEmpty = [
  "colorFill",
  "colorFillQuaternary",
  "colorFillSecondary",
  "colorFillTertiary",
  "colorTextQuaternary",
];
export const tokenNames: readonly string[] = [
  ...screens,
  ...others.split(" "),
  "colorBgContainer",
  ...inEmpty,
];

export function tokensOf(isDark: boolean): Record<string, unknown> {
  const design = theme.getDesignToken(themeOf(isDark));
  const all: Record<string, unknown> = { ...design };
  const solid = (name: string) => getAsSolidColor(String(all[name]), design.colorBgContainer);
  return Object.fromEntries(
    tokenNames.map((name) => [name, inEmpty.includes(name) ? solid(name) : all[name]]),
  );
}
