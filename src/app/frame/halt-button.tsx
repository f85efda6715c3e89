/** The kill switch: asks for a reason, then stops every new step of any move. */
import { PauseCircleOutlined } from "@ant-design/icons";
import { Button, Form, Input, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { usePermitted } from "../../queries/access.ts";
import { useTextDraft } from "../../lib/drafts.ts";
import { useHaltCommands, useMoveHalt } from "../../queries/move-halt.ts";

export function HaltButton({ providerId }: { providerId: string }) {
  const { t } = useTranslation("common");
  const may = usePermitted();
  const halt = useMoveHalt(providerId);
  const commands = useHaltCommands(providerId);
  const [open, setOpen] = useState(false);
  const [form] = Form.useForm<{ reason: string }>();
  const [draft, writeDraft] = useTextDraft(`halt.${providerId}`);
  if (halt !== null || !may("moves.halt")) return null;
  const submit = async ({ reason }: { reason: string }) => {
    if (!(await commands.halt(reason))) return;
    writeDraft("");
    form.resetFields();
    setOpen(false);
  };
  return (
    <>
      <Button
        type="text"
        icon={<PauseCircleOutlined />}
        aria-label={t("halt.halt")}
        title={t("halt.halt")}
        onClick={() => setOpen(true)}
      />
      <Modal
        open={open}
        title={t("halt.halt")}
        okText={t("halt.go")}
        cancelText={t("halt.close")}
        okButtonProps={{ danger: true, loading: commands.pending }}
        onOk={() => form.submit()}
        onCancel={() => setOpen(false)}
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
    </>
  );
}
