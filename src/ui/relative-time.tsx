/** A time as people say it; the exact one on hover and for screen readers. */
import { useTranslation } from "react-i18next";
import { type Format, useFormat } from "../lib/format.ts";
import { useMinute } from "./use-minute.ts";
import layout from "./layout.module.css";

const units = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
] as const;

/** The largest unit that fits, and how many of it; negative in the past. */
function distance(value: string, now: number) {
  const seconds = Math.round((Date.parse(value) - now) / 1000);
  const [unit, size] = units.find(([, length]) => Math.abs(seconds) >= length) ?? (["second", 1] as const);
  return { seconds, unit, count: Math.trunc(seconds / size) };
}

function spoken(value: string, now: number, format: Format): string {
  const { seconds, unit, count } = distance(value, now);
  return Math.abs(seconds) > 30 * 86_400 ? format.date(value, "date") : format.relative(count, unit);
}

export function RelativeTime({ value }: { value: string }) {
  const format = useFormat();
  return <Exact value={value} text={spoken(value, useMinute(), format)} />;
}

type TimeLeftProps = {
  value: string;
  /** What stands before a time still to come, if nothing beside it says "due". */
  label?: string | undefined;
};

/** How far away something due is, or how late it is: what is late is never "due … ago". */
export function TimeLeft({ value, label }: TimeLeftProps) {
  const { t } = useTranslation("common");
  const format = useFormat();
  const now = useMinute();
  const { unit, count } = distance(value, now);
  const late = format.number(-count, { style: "unit", unit, unitDisplay: "long" });
  if (now > Date.parse(value)) return <Exact value={value} text={t("late", { time: late })} />;
  return (
    <>
      {label && `${label} `}
      <Exact value={value} text={spoken(value, now, format)} />
    </>
  );
}

function Exact({ value, text }: { value: string; text: string }) {
  const format = useFormat();
  return (
    <time dateTime={value} title={format.date(value, "exactDateTime")} className={layout.oneLine}>
      {text}
    </time>
  );
}
