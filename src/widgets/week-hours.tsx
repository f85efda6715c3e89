/** Hours of each weekday, with several periods a day if needed; plain time fields, which every device can set. */
import type { WorkingHours } from "#domain/clocks/calendar.ts";
import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Input } from "antd";
import { useTranslation } from "react-i18next";
import { useFormat } from "../lib/format.ts";
import layout from "../ui/layout.module.css";
import styles from "./widgets.module.css";

const weekdays = [1, 2, 3, 4, 5, 6, 7] as const;
const usual = { from: 540, to: 1080 };

const two = (value: number) => String(value).padStart(2, "0");
/** The end of the day is its midnight. */
const asTime = (minute: number) => `${two(Math.floor(minute / 60) % 24)}:${two(minute % 60)}`;
const asMinute = (time: string) => {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return hours * 60 + minutes;
};

type Props = {
  value?: readonly WorkingHours[];
  onChange?: (hours: WorkingHours[]) => void;
};

export function WeekHours({ value = [], onChange }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const set = (index: number, change: Partial<WorkingHours>) =>
    onChange?.(value.map((one, at) => (at === index ? { ...one, ...change } : one)));
  return (
    <div className={layout.stack8}>
      {weekdays.map((weekday) => {
        // 1 January 2024 was a Monday.
        const label = format.date(Date.UTC(2024, 0, weekday), { weekday: "long" }, "UTC");
        const intervals = value.flatMap((one, index) => (one.weekday === weekday ? [{ ...one, index }] : []));
        return (
          <div key={weekday} role="group" aria-label={label} className={layout.row}>
            <span className={styles.weekday}>{label}</span>
            {intervals.length === 0 && <span>{t("week.closed")}</span>}
            {intervals.map(({ index, from, to }) => (
              <span key={index} className={styles.interval}>
                <Input
                  type="time"
                  aria-label={t("week.from")}
                  value={asTime(from)}
                  className={styles.time}
                  onChange={(event) => set(index, { from: asMinute(event.target.value) })}
                />
                –
                <Input
                  type="time"
                  aria-label={t("week.to")}
                  value={asTime(to)}
                  className={styles.time}
                  onChange={(event) => set(index, { to: asMinute(event.target.value) || 1440 })}
                />
                <Button
                  type="text"
                  icon={<DeleteOutlined />}
                  aria-label={t("week.remove")}
                  onClick={() => onChange?.(value.filter((_, at) => at !== index))}
                />
              </span>
            ))}
            <Button
              type="text"
              icon={<PlusOutlined />}
              aria-label={t("week.add")}
              onClick={() => onChange?.([...value, { weekday, ...usual }])}
            />
          </div>
        );
      })}
    </div>
  );
}
