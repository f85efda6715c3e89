/** The upcoming public holidays, as Portdesk has worked them out. */
import { useFormat } from "../../lib/format.ts";
import { useTranslation } from "react-i18next";
import { Disclosure } from "../../ui/disclosure.tsx";
import type { Settings } from "./use-settings.ts";
import layout from "../../ui/layout.module.css";

export function ComingHolidays({ holidays }: { holidays: Settings["calendar"]["holidays"] }) {
  const { t } = useTranslation("settings");
  const format = useFormat();
  if (holidays.length === 0) return null;
  return (
    <Disclosure summary={t("calendar.coming", { count: holidays.length })} className={layout.above16}>
      <ul>
        {holidays.map((holiday) => (
          <li key={`${holiday.date} ${holiday.name}`}>
            {format.date(Date.parse(`${holiday.date}T00:00:00Z`), "fullDate", "UTC")}: {holiday.name}
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}
