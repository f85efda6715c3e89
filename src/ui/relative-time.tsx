/** A time as people say it; the exact one on hover and for screen readers. */
import { type Format, useFormat } from "../lib/format.ts";
import { useMinute } from "./use-minute.ts";
import layout from "./layout.module.css";

const units: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

function spoken(value: Date, now: number, format: Format): string {
  const seconds = Math.round((value.getTime() - now) / 1000);
  if (Math.abs(seconds) > 30 * 86_400) return format.date(value, "date");
  const [unit, size] = units.find(([, length]) => Math.abs(seconds) >= length) ?? ["second", 1];
  return format.relative(Math.trunc(seconds / size), unit);
}

export function RelativeTime({ value }: { value: string }) {
  const format = useFormat();
  const now = useMinute();
  const date = new Date(value);
  const exact = format.date(date, "exactDateTime");
  return (
    <time dateTime={value} title={exact} className={layout.oneLine}>
      {spoken(date, now, format)}
    </time>
  );
}
