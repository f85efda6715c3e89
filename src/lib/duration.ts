/** Durations as people say them: at most two units, none smaller than a minute. */
import { useTranslation } from "react-i18next";
import { formatOf } from "./format.ts";

const units = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
] as const;

/** A function from ms to text; call it once per table. */
export function useDuration(): (length: number, counts?: "business" | "wall") => string {
  const { i18n } = useTranslation();
  return (length, counts) => durationText(i18n.language, length, counts);
}

/** `length` in ms. Working time is given in hours: its days are shorter. */
export function durationText(language: string, length: number, counts: "business" | "wall" = "wall"): string {
  const say = (count: number, unit: string) =>
    formatOf(language).number(count, { style: "unit", unit, unitDisplay: "short" });
  let left = Math.max(0, Math.round(length / 60_000) * 60_000);
  const parts: string[] = [];
  for (const [unit, size] of units) {
    if (unit === "day" && counts === "business") continue;
    const count = Math.floor(left / size);
    left -= count * size;
    if (count > 0) parts.push(say(count, unit));
  }
  return parts.slice(0, 2).join(" ") || say(0, "minute");
}
