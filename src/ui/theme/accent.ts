/**
 * A provider's own colour and the shades that antd makes of it, as CSS properties. The built app has antd's styles as
 * plain CSS, which names the colour by these; the shades are those of @ant-design/colors 8, `generate`.
 */
import { useLayoutEffect } from "react";
import { contrast } from "../../lib/contrast.ts";

/** Hue in degrees, saturation and value from 0 to 1. */
type Hsv = { h: number; s: number; v: number };

function hsvOf(hex: string): Hsv {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  const most = Math.max(r, g, b);
  const range = most - Math.min(r, g, b);
  const sector =
    range === 0
      ? 0
      : most === r
        ? (g - b) / range + (g < b ? 6 : 0)
        : most === g
          ? (b - r) / range + 2
          : (r - g) / range + 4;
  return { h: Math.round(60 * sector), s: most === 0 ? 0 : range / most, v: most / 255 };
}

function hexOf({ h, s, v }: Hsv): string {
  const channel = (offset: number) => {
    const at = (offset + h / 60) % 6;
    return Math.round(v * (1 - s * Math.max(0, Math.min(at, 4 - at, 1))) * 255);
  };
  return `#${[5, 3, 1].map((offset) => channel(offset).toString(16).padStart(2, "0")).join("")}`;
}

const cut = (value: number) => Math.round(value * 100) / 100;

/** `steps`: lighter by so many, or darker where negative. */
function shade(hex: string, steps: number): string {
  const { h, s, v } = hsvOf(hex);
  const turn = h >= 60 && h <= 240 ? -2 * steps : 2 * steps;
  const [saturation, value] =
    steps < 0 ? [s - 0.05 * steps, v + 0.15 * steps] : [s - 0.16 * steps, v + 0.05 * steps];
  return hexOf({
    h: (h + turn + 360) % 360,
    // A grey stays one.
    s: s === 0 ? 0 : cut(Math.min(1, Math.max(0.06, saturation))),
    v: cut(Math.min(1, Math.max(0, value))),
  });
}

export function accentProperties(color: string): Record<`--accent${string}`, string> {
  return {
    "--accent": color,
    "--accent-border": shade(color, 3),
    "--accent-border-hover": shade(color, 2),
    "--accent-text-hover": shade(color, 1),
    "--accent-text-active": shade(color, -1),
  };
}

/** On the document, because antd draws lists and dialogs outside the page's own elements. */
export function useAccentProperties(color: string | undefined): void {
  useLayoutEffect(() => {
    if (color === undefined) return undefined;
    const { style } = document.documentElement;
    const properties = Object.entries(accentProperties(color));
    for (const [name, value] of properties) style.setProperty(name, value);
    return () => {
      for (const [name] of properties) style.removeProperty(name);
    };
  }, [color]);
}

/** The page's own background in the light theme; in the dark one no colour has enough contrast on both. */
export const ground = "#f6f7f7";

/** Whether the colour serves as a background for white text and as text on the page's own background. */
export function isReadable(color: string): boolean {
  return contrast(color, "#ffffff") >= 4.5 && contrast(color, ground) >= 4.5;
}
