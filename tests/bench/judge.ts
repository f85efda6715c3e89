/** Compares figures with their marks, and prints them as one table. */
import type { Figure } from "./part.ts";

const shown = (value: number): string =>
  Math.abs(value) >= 100 ? value.toFixed(0) : Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(2);

const quotient = (value: number, limit: number) =>
  limit === 0 ? (value === 0 ? 0 : Number.POSITIVE_INFINITY) : value / limit;

/** The figure divided by what its mark allows, for each of its marks; above 1 it misses that mark. */
function strains(figure: Figure): number[] {
  const { value, beside, atMost, atLeast, ratioAtMost, ratioAtLeast, allowance = 0 } = figure;
  return [
    ...(atMost === undefined ? [] : [quotient(value, atMost)]),
    ...(atLeast === undefined ? [] : [atLeast / value]),
    ...(ratioAtMost === undefined || !beside
      ? []
      : [quotient(value, ratioAtMost * beside.value + allowance)]),
    ...(ratioAtLeast === undefined || !beside ? [] : [(ratioAtLeast * beside.value) / value]),
  ];
}

const strain = (figure: Figure) => Math.max(0, ...strains(figure));

/** A figure that could not be measured misses its mark. */
export const isMissed = (figure: Figure): boolean => strains(figure).some((one) => !(one <= 1));

/** Of many figures with the same marks: those that miss one, or else the one that is closest to it. */
export function worstOf(name: string, figures: readonly Figure[]): Figure[] {
  const missed = figures.filter(isMissed);
  if (missed.length > 0) return missed;
  const [worst] = figures.toSorted((a, b) => strain(b) - strain(a));
  return worst ? [{ ...worst, name: `${name}, worst of ${figures.length}: ${worst.name}` }] : [];
}

function markOf({ unit, atMost, atLeast, ratioAtMost, ratioAtLeast, allowance }: Figure): string {
  const more = allowance === undefined ? "" : ` + ${allowance} ${unit}`;
  return [
    ...(atMost === undefined ? [] : [`≤ ${atMost} ${unit}`]),
    ...(atLeast === undefined ? [] : [`≥ ${atLeast} ${unit}`]),
    ...(ratioAtMost === undefined ? [] : [`≤ ${ratioAtMost} ×${more}`]),
    ...(ratioAtLeast === undefined ? [] : [`≥ ${ratioAtLeast} ×`]),
  ].join(", ");
}

export function tableOf(figures: readonly (Figure & { part: string })[]): string {
  const rows = figures.map((figure) => {
    const { part, name, value, unit, beside } = figure;
    return [
      isMissed(figure) ? "MISSED" : "",
      part,
      name,
      `${shown(value)} ${unit}`,
      beside ? `${shown(beside.value)} ${unit} ${beside.what}` : "",
      beside ? `${shown(value / beside.value)} ×` : "",
      markOf(figure),
    ];
  });
  const table = [["", "part", "figure", "measured", "reference", "ratio", "mark"], ...rows];
  const widths = table[0]?.map((_, at) => Math.max(...table.map((row) => row[at]?.length ?? 0))) ?? [];
  return table
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
