/** A time as people say it; the exact one on hover and for screen readers. */
import { useTranslation } from "react-i18next";
import { useMinute } from "./use-minute.ts";

const units: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

function spoken(value: Date, now: number, language: string): string {
  const seconds = Math.round((value.getTime() - now) / 1000);
  const format = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  if (Math.abs(seconds) > 30 * 86_400) return value.toLocaleDateString(language);
  const [unit, size] = units.find(([, length]) => Math.abs(seconds) >= length) ?? ["second", 1];
  return format.format(Math.trunc(seconds / size), unit);
}

export function RelativeTime({ value }: { value: string }) {
  const { i18n } = useTranslation();
  const now = useMinute();
  const date = new Date(value);
  const exact = date.toLocaleString(i18n.language, { dateStyle: "medium", timeStyle: "medium" });
  return (
    <time dateTime={value} title={exact} style={{ whiteSpace: "nowrap" }}>
      {spoken(date, now, i18n.language)}
    </time>
  );
}
