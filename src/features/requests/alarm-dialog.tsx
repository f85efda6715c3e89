/** Says what was done about an alarm; it is closed with that. */
import { Form, Input, Modal } from "antd";
import { useTranslation } from "react-i18next";
import { useCommand } from "../../providers/command-provider.ts";
import type { AlarmRow } from "./alarm-row.ts";
import type { RequestRow } from "./request-row.ts";

type Props = { request: RequestRow; alarm: AlarmRow; onClose: () => void };

export function AlarmDialog({ request, alarm, onClose }: Props) {
  const { t } = useTranslation(["requests", "domain"]);
  const { run, pending } = useCommand();
  const [form] = Form.useForm<{ note: string }>();
  const submit = async ({ note }: { note: string }) => {
    const input = { request: request.id, version: request.version, alarm: alarm.id, note };
    if (await run("acknowledge_alarm", input)) onClose();
  };
  return (
    <Modal
      open
      title={t(`domain:alarm.${alarm.code}.title`)}
      okText={t("alarm.go")}
      cancelText={t("alarm.close")}
      okButtonProps={{ loading: pending }}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form form={form} layout="vertical" onFinish={(values) => void submit(values)}>
        <Form.Item
          name="note"
          label={t("alarm.how")}
          rules={[{ required: true, whitespace: true, message: t("alarm.required") }]}
        >
          <Input.TextArea rows={3} maxLength={1000} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
