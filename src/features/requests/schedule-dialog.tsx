/** The window of the cut-over: one that fits both calendars, or any other, in the zone of the person who proposes it. */
import { DatePicker, Form, Radio, Space } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useTranslation } from "react-i18next";
import { CommandDialog } from "./command-dialog.tsx";
import type { DialogProps } from "./dialog-props.ts";
import { useWindowSlots } from "./use-window-slots.ts";

const other = "other";

export function ScheduleDialog(props: DialogProps) {
  const { t, i18n } = useTranslation("requests");
  const { slots, loading } = useWindowSlots(props.request);
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const moment = new Intl.DateTimeFormat(i18n.language, { dateStyle: "full", timeStyle: "short" });
  const first = dayjs().add(1, "hour").startOf("hour");
  return (
    <CommandDialog
      {...props}
      name="schedule"
      command="schedule_request"
      loading={loading}
      initial={{ slot: other, window: [first, first.add(1, "hour")] }}
      toInput={({ slot, window }) => {
        const chosen = slots?.find(({ start }) => start === slot);
        return chosen ? isoOf(dayjs(chosen.start), dayjs(chosen.end)) : windowOf(window);
      }}
    >
      <Form.Item name="slot" label={t("dialog.schedule.slots", { zone })}>
        <Radio.Group>
          <Space direction="vertical">
            {slots === undefined && <span>{t("dialog.schedule.unread")}</span>}
            {slots?.length === 0 && <span>{t("dialog.schedule.none")}</span>}
            {slots?.map(({ start, end }) => (
              <Radio key={start} value={start}>
                {moment.formatRange(start, end)}
              </Radio>
            ))}
            <Radio value={other}>{t("dialog.schedule.other")}</Radio>
          </Space>
        </Radio.Group>
      </Form.Item>
      <Form.Item noStyle dependencies={["slot"]}>
        {({ getFieldValue }) =>
          getFieldValue("slot") === other && (
            <Form.Item
              name="window"
              label={t("dialog.schedule.window", { zone })}
              rules={[{ required: true, message: t("dialog.required") }]}
            >
              <DatePicker.RangePicker
                showTime={{ format: "HH:mm", minuteStep: 5 }}
                format="YYYY-MM-DD HH:mm"
                disabledDate={(day) => day.isBefore(dayjs().startOf("day"))}
              />
            </Form.Item>
          )
        }
      </Form.Item>
    </CommandDialog>
  );
}

const isoOf = (start: Dayjs, end: Dayjs) => ({ startsAt: start.toISOString(), endsAt: end.toISOString() });

function windowOf(window: unknown) {
  const [start, end] = Array.isArray(window) ? window : [];
  return dayjs.isDayjs(start) && dayjs.isDayjs(end) ? isoOf(start, end) : { startsAt: "", endsAt: "" };
}
