/** Lengths of time as people say them: at most two units, none smaller than a minute. */
import { useTranslation } from "react-i18next";

const units = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
] as const;

/** A function from ms to words; ask for it once per table. Working time is told in hours: its days are shorter. */
export function useDuration(): (length: number, counts?: "business" | "wall") => string {
  const { i18n } = useTranslation();
  return (length, counts = "wall") => {
    let left = Math.max(0, Math.round(length / 60_000) * 60_000);
    const parts: string[] = [];
    for (const [unit, size] of units) {
      if (unit === "day" && counts === "business") continue;
      const count = Math.floor(left / size);
      left -= count * size;
      if (count > 0)
        parts.push(
          new Intl.NumberFormat(i18n.language, { style: "unit", unit, unitDisplay: "short" }).format(count),
        );
    }
    return parts.slice(0, 2).join(" ") || spokenZero(i18n.language);
  };
}

function spokenZero(language: string): string {
  return new Intl.NumberFormat(language, { style: "unit", unit: "minute", unitDisplay: "short" }).format(0);
}
