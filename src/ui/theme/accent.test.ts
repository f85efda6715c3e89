import { theme } from "antd";
import { expect, it } from "vitest";
import { accentProperties, ground } from "./accent.ts";
import { light, themeOf } from "./theme.ts";

it.each(["#0f766e", "#7c3aed", "#1d4ed8", "#b42318", "#808080", "#000000", "#ffd500"])(
  "%s has the shades that antd makes of it",
  (color) => {
    const made = theme.getDesignToken(themeOf(false, color));
    expect(accentProperties(color)).toEqual({
      "--accent": color,
      "--accent-border": made.colorPrimaryBorder,
      "--accent-border-hover": made.colorPrimaryBorderHover,
      "--accent-text-hover": made.colorPrimaryTextHover,
      "--accent-text-active": made.colorPrimaryTextActive,
    });
  },
);

it("is judged on the background that pages have", () => {
  expect(ground).toBe(light.ground);
});
