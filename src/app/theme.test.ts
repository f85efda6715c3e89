import { describe, expect, it } from "vitest";
import { contrast } from "../lib/contrast.ts";
import { dark, light, type Palette } from "./theme.ts";

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
