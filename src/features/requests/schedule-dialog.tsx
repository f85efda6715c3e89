/** The window of the cut-over, in the zone of the person who proposes it. */
import { DatePicker, Form } from "antd";
import dayjs from "dayjs";
import { useTranslation } from "react-i18next";
import { CommandDialog } from "./command-dialog.tsx";
import type { DialogProps } from "./dialog-props.ts";

export function ScheduleDialog(props: DialogProps) {
  const { t } = useTranslation("requests");
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const toInput = ({ window }: Record<string, unknown>) => {
    const [startsAt, endsAt] = Array.isArray(window) ? window : [];
    return {
      startsAt: dayjs.isDayjs(startsAt) ? startsAt.toISOString() : "",
      endsAt: dayjs.isDayjs(endsAt) ? endsAt.toISOString() : "",
    };
  };
  const first = dayjs().add(1, "hour").startOf("hour");
  return (
    <CommandDialog
      {...props}
      name="schedule"
      command="schedule_request"
      initial={{ window: [first, first.add(1, "hour")] }}
      toInput={toInput}
    >
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
    </CommandDialog>
  );
}
