/** Asks why the moves are to stop, and stops them. */
import { Form, Input, Modal } from "antd";
import { useTranslation } from "react-i18next";
import { useTextDraft } from "../../lib/drafts.ts";
import { useHaltCommands } from "../../queries/move-halt.ts";

type Props = { providerId: string; open: boolean; onClose: () => void };

export function HaltDialog({ providerId, open, onClose }: Props) {
  const { t } = useTranslation("common");
  const commands = useHaltCommands(providerId);
  const [form] = Form.useForm<{ reason: string }>();
  const [draft, writeDraft] = useTextDraft(`halt.${providerId}`);

  const submit = async ({ reason }: { reason: string }) => {
    if (!(await commands.halt(reason))) return;
    writeDraft("");
    form.resetFields();
    onClose();
  };
  return (
    <Modal
      open={open}
      title={t("halt.halt")}
      okText={t("halt.go")}
      cancelText={t("halt.close")}
      okButtonProps={{ danger: true, loading: commands.pending }}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <p>{t("halt.lead")}</p>
      <Form
        form={form}
        layout="vertical"
        initialValues={{ reason: draft }}
        onValuesChange={(_changed, { reason }) => writeDraft(reason ?? "")}
        onFinish={(values) => void submit(values)}
      >
        <Form.Item
          name="reason"
          label={t("halt.why")}
          rules={[{ required: true, whitespace: true, message: t("halt.required") }]}
        >
          <Input.TextArea rows={2} maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
