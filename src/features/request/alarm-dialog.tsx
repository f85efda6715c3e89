/** Records what was done about an alarm, which closes it. */
import { Checkbox, Form, Input, Modal } from "antd";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useCommand } from "../../queries/commands/command-provider.ts";
import { useTextDraft } from "../../lib/drafts.ts";
import type { AlarmRow } from "../../queries/alarm-row.ts";
import type { RequestRow } from "../../queries/request-row.ts";

type Answer = { note: string; linked?: boolean };
type Props = { request: RequestRow; alarm: AlarmRow; onClose: () => void };

export function AlarmDialog({ request, alarm, onClose }: Props) {
  const { t } = useTranslation(["requests", "domain"]);
  const { run, pending } = useCommand();
  const navigate = useNavigate();
  const [form] = Form.useForm<Answer>();
  const [draft, writeDraft] = useTextDraft(`alarm.${alarm.id}`);
  const submit = async ({ note, linked }: Answer) => {
    const input = { request: request.id, version: request.version, alarm: alarm.id, note };
    const outcome = await run(linked ? "open_linked_request" : "acknowledge_alarm", input);
    if (!outcome) return;
    writeDraft("");
    onClose();
    if (linked) void navigate(`/requests/${outcome.id}`);
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
      <Form
        form={form}
        layout="vertical"
        initialValues={{ note: draft }}
        onValuesChange={(_changed, { note }) => writeDraft(note ?? "")}
        onFinish={(values) => void submit(values)}
      >
        <Form.Item
          name="note"
          label={t("alarm.how")}
          rules={[{ required: true, whitespace: true, message: t("alarm.required") }]}
        >
          <Input.TextArea rows={3} maxLength={1000} />
        </Form.Item>
        {request.status === "completed" && (
          <Form.Item name="linked" valuePropName="checked" extra={t("alarm.linked_lead")}>
            <Checkbox>{t("alarm.linked")}</Checkbox>
          </Form.Item>
        )}
      </Form>
    </Modal>
  );
}
