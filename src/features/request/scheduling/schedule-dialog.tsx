/**
 * The window of the cut-over: the first that fits both calendars, another of them, or any other, in the time zone of
 * the person who proposes it. Objections to a hand-picked window show at once.
 */
import { readerTimeZone, useFormat } from "../../../lib/format.ts";
import { type Calendars } from "#domain/scheduling/window-slots.ts";
import { warningsOf } from "#domain/scheduling/window-warnings.ts";
import { Alert, DatePicker, Form, Radio, Space } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useTranslation } from "react-i18next";
import { CommandDialog } from "../command-dialog.tsx";
import type { DialogProps } from "../dialog-props.ts";
import { useWindowSlots } from "./use-window-slots.ts";
import { Text } from "../../../ui/text.tsx";
import layout from "../../../ui/layout.module.css";

const other = "other";

export function ScheduleDialog(props: DialogProps) {
  const { t } = useTranslation("requests");
  const format = useFormat();
  const { slots, calendars, loading } = useWindowSlots(props.request);
  const zone = readerTimeZone();
  const { providers, client_time_zone: clientZone } = props.request;
  const there = clientZone && clientZone !== zone ? { ...clientTime, timeZone: clientZone } : undefined;
  const zones = [providers?.time_zone, clientZone].filter((one) => typeof one === "string");
  const first = dayjs().add(1, "hour").startOf("hour");
  return (
    <CommandDialog
      {...props}
      name="schedule"
      command="schedule_request"
      keepsDraft={false}
      loading={loading}
      initial={{ slot: slots?.[0]?.start ?? other, window: [first, first.add(1, "hour")] }}
      toInput={({ slot, window }: { slot: number | typeof other; window?: unknown }, target) => {
        const chosen = slots?.find(({ start }) => start === slot);
        return {
          ...target,
          ...(chosen ? isoOf(dayjs(chosen.start), dayjs(chosen.end)) : windowOf(window)),
        };
      }}
    >
      <Form.Item name="slot" label={t("dialog.schedule.slots", { zone })}>
        <Radio.Group>
          <Space orientation="vertical">
            {slots === undefined && <span>{t("dialog.schedule.unread")}</span>}
            {slots?.length === 0 && <span>{t("dialog.schedule.none")}</span>}
            {slots?.map(({ start, end }) => (
              <Radio key={start} value={start}>
                {format.range(start, end, "fullDateTime")}
                {there && (
                  <Text type="secondary">
                    {" "}
                    ·{" "}
                    {t("dialog.schedule.there", { time: format.range(start, end, there), zone: clientZone })}
                  </Text>
                )}
              </Radio>
            ))}
            <Radio value={other}>{t("dialog.schedule.other")}</Radio>
          </Space>
        </Radio.Group>
      </Form.Item>
      <Form.Item noStyle dependencies={["slot", "window"]}>
        {({ getFieldValue }) =>
          getFieldValue("slot") === other && (
            <Form.Item
              name="window"
              label={t("dialog.schedule.window", { zone })}
              rules={[{ required: true, message: t("dialog.required") }]}
              extra={
                <Warnings window={windowOf(getFieldValue("window"))} calendars={calendars} zones={zones} />
              }
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

const clientTime = { weekday: "short", hour: "numeric", minute: "2-digit" } as const;

type WarningsProps = {
  window: ReturnType<typeof windowOf>;
  calendars: Calendars | undefined;
  zones: readonly string[];
};

function Warnings({ window: { startsAt, endsAt }, calendars, zones }: WarningsProps) {
  const { t } = useTranslation("requests");
  if (!calendars || startsAt === "") return null;
  const window = { start: Date.parse(startsAt), end: Date.parse(endsAt) };
  return warningsOf(window, calendars, zones).map((warning) => (
    <Alert
      key={warning}
      type="warning"
      showIcon
      role="status"
      title={t(`dialog.schedule.warning.${warning}`)}
      className={layout.above8}
    />
  ));
}

const isoOf = (start: Dayjs, end: Dayjs) => ({ startsAt: start.toISOString(), endsAt: end.toISOString() });

function windowOf(window: unknown) {
  const [start, end] = Array.isArray(window) ? window : [];
  return dayjs.isDayjs(start) && dayjs.isDayjs(end) ? isoOf(start, end) : { startsAt: "", endsAt: "" };
}
