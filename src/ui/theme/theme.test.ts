import { describe, expect, it } from "vitest";
import { contrast } from "../../lib/contrast.ts";
import { theme } from "antd";
import { dark, light, type Palette, themeOf } from "./theme.ts";

const texts = ["text", "textSecond", "textThird", "accent", "danger", "warning", "success", "info"] as const;
const grounds = ["ground", "surface", "raised", "hover", "accentSoft"] as const;
const solid = [
  ["onAccent", "accent"],
  ["onAccent", "accentHover"],
  ["onDanger", "danger"],
  ["danger", "dangerSoft"],
  ["warning", "warningSoft"],
  ["success", "successSoft"],
  ["info", "infoSoft"],
  ["accent", "warningSoft"],
  ["accent", "dangerSoft"],
  ["accent", "successSoft"],
  ["accent", "infoSoft"],
  ["text", "dangerSoft"],
  ["text", "warningSoft"],
  ["textSecond", "infoSoft"],
] as const satisfies readonly (readonly [keyof Palette, keyof Palette])[];

describe.each([
  ["light", light],
  ["dark", dark],
])("in the %s theme", (_, palette) => {
  it.each(texts.flatMap((text) => grounds.map((ground) => [text, ground] as const)))(
    "%s can be read on %s",
    (text, ground) => {
      expect(contrast(palette[text], palette[ground])).toBeGreaterThanOrEqual(4.5);
    },
  );
  it.each(solid)("%s can be read on %s", (text, ground) => {
    expect(contrast(palette[text], palette[ground])).toBeGreaterThanOrEqual(4.5);
  });
});

it.each([
  ["light", false, light],
  ["dark", true, dark],
])("antd takes the %s colours as they are", (_, isDark, palette) => {
  const token = theme.getDesignToken(themeOf(isDark));
  expect(token).toMatchObject({
    colorPrimary: palette.accent,
    colorLink: palette.accent,
    colorError: palette.danger,
    colorWarning: palette.warning,
    colorBgLayout: palette.ground,
    colorText: palette.text,
  });
});
