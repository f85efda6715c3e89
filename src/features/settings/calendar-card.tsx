/** Weekly hours, time zone, holidays and own closures; every clock and every proposed window depends on them. */
import { isTimeZone } from "#domain/clocks/calendar.ts";
import { Alert, Button, Card, DatePicker, Form, Select, Switch } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../lib/format.ts";
import { useCommand } from "../../queries/commands/command-provider.ts";
import { WeekHours } from "../../widgets/week-hours.tsx";
import { ComingHolidays } from "./coming-holidays.tsx";
import type { Settings } from "./use-settings.ts";
import layout from "../../ui/layout.module.css";

type Values = {
  timeZone: string;
  country: string;
  hours: Settings["calendar"]["hours"];
  observeHolidays: boolean;
  closedDays: Dayjs[];
};

const day = "YYYY-MM-DD";

export function CalendarCard({ settings }: { settings: Settings }) {
  const { t } = useTranslation("settings");
  const { run, pending } = useCommand();
  const [form] = Form.useForm<Values>();
  const [saved, setSaved] = useState(false);
  const { calendar } = settings;
  const format = useFormat();
  const working = calendar.built_at === null || calendar.built_at <= calendar.changed_at;

  const save = async ({ closedDays, ...values }: Values) => {
    const input = {
      ...values,
      provider: settings.id,
      closedDays: closedDays.map((one) => one.format(day)).toSorted(),
    };
    setSaved((await run("save_calendar", input)) !== undefined);
  };
  return (
    <Card title={t("calendar.title")}>
      <p>{t("calendar.lead")}</p>
      <Form
        form={form}
        layout="vertical"
        initialValues={{
          timeZone: settings.time_zone,
          country: settings.country,
          hours: calendar.hours,
          observeHolidays: calendar.observe_holidays,
          closedDays: calendar.closed_days.map((one) => dayjs(one)),
        }}
        onValuesChange={() => setSaved(false)}
        onFinish={(values) => void save(values)}
      >
        <Form.Item
          name="hours"
          label={t("calendar.hours")}
          rules={[
            {
              validator: (_, hours: Values["hours"]) =>
                hours.length > 0 && hours.every(({ from, to }) => from < to)
                  ? Promise.resolve()
                  : Promise.reject(new Error(t("calendar.hours_wrong"))),
            },
          ]}
        >
          <WeekHours />
        </Form.Item>
        <Form.Item
          name="timeZone"
          label={t("calendar.zone")}
          rules={[{ validator: checkZone(t("calendar.zone_wrong")) }]}
        >
          <Select
            showSearch
            options={Intl.supportedValuesOf("timeZone").map((value) => ({ value, label: value }))}
          />
        </Form.Item>
        <Form.Item name="country" label={t("calendar.country")}>
          <Select
            showSearch
            optionFilterProp="label"
            options={regions.map((value) => ({ value, label: format.region(value) }))}
          />
        </Form.Item>
        <Form.Item name="observeHolidays" label={t("calendar.holidays")} valuePropName="checked">
          <Switch />
        </Form.Item>
        <Form.Item name="closedDays" label={t("calendar.closed")}>
          <DatePicker multiple maxTagCount="responsive" className={layout.fullWidth} />
        </Form.Item>
        {saved && (
          <Alert
            type="success"
            showIcon
            role="status"
            title={t(working ? "calendar.being_worked_out" : "saved")}
            className={layout.below12}
          />
        )}
        <Button type="primary" htmlType="submit" loading={pending}>
          {t("save")}
        </Button>
      </Form>
      <ComingHolidays holidays={calendar.holidays} />
    </Card>
  );
}

const checkZone = (message: string) => (_: unknown, zone: string) =>
  isTimeZone(zone) ? Promise.resolve() : Promise.reject(new Error(message));

/** Every two-letter code that names a region. */
const regions = (() => {
  const letters = Array.from("ABCDEFGHIJKLMNOPQRSTUVWXYZ");
  const english = new Intl.DisplayNames(["en"], { type: "region", fallback: "none" });
  const unknown = new Set(["ZZ", "XA", "XB", "EU", "EZ", "UN", "QO"]);
  return letters
    .flatMap((first) => letters.map((second) => first + second))
    .filter((code) => !unknown.has(code) && english.of(code) !== undefined);
})();
