/** The day, the hour and the note of an alternative to the proposed window. */
import { windowLength } from "#domain/scheduling/window-slots.ts";
import { Button, DatePicker, Form, Input, Select } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../../lib/format.ts";
import layout from "../../../ui/layout.module.css";

/** Times in ISO 8601. */
export type ProposedWindowInput = { startsAt: string; endsAt: string; note: string | null };

type Values = { day: Dayjs; minute: number; note?: string };

const halfHours = Array.from({ length: 48 }, (_, index) => index * 30);

type Props = {
  /** Resolves to whether the proposal was taken. */
  onPropose: (proposal: ProposedWindowInput) => Promise<boolean>;
  onTaken: () => void;
};

export function ProposalForm({ onPropose, onTaken }: Props) {
  const { t } = useTranslation("portal");
  const format = useFormat();
  const [busy, setBusy] = useState(false);
  const [form] = Form.useForm<Values>();
  const send = async ({ day, minute, note }: Values) => {
    const start = day.startOf("day").add(minute, "minute");
    setBusy(true);
    const taken = await onPropose({
      startsAt: start.toISOString(),
      endsAt: start.add(windowLength, "ms").toISOString(),
      note: note?.trim() || null,
    });
    setBusy(false);
    if (taken) onTaken();
  };
  return (
    <Form
      form={form}
      layout="vertical"
      initialValues={{ minute: 600 }}
      onFinish={(values) => void send(values)}
    >
      <Form.Item
        name="day"
        label={t("proposal.day")}
        rules={[{ required: true, message: t("proposal.required") }]}
      >
        <DatePicker
          className={layout.fullWidth}
          inputReadOnly
          disabledDate={(day) => day.isBefore(dayjs().add(1, "day").startOf("day"))}
        />
      </Form.Item>
      <Form.Item name="minute" label={t("proposal.hour")} extra={t("proposal.length")}>
        <Select
          options={halfHours.map((value) => ({
            value,
            label: format.date(new Date(2000, 0, 1, 0, value), "time"),
          }))}
        />
      </Form.Item>
      <Form.Item name="note" label={t("proposal.note")}>
        <Input.TextArea rows={2} maxLength={1000} />
      </Form.Item>
      <Button htmlType="submit" loading={busy}>
        {t("proposal.send")}
      </Button>
    </Form>
  );
}
