/** The approval of register: in words, with the last four digits of the number typed by hand. */
import { Alert, Button, Form, Input, Modal, Typography } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { CutoverRequest } from "./cutover-data.ts";
import { useAct } from "./use-act.ts";

export function ApprovePanel({
  request,
  onDone,
  onPin,
}: {
  request: CutoverRequest;
  onDone: () => Promise<unknown>;
  onPin: (pin: string) => void;
}) {
  const { t } = useTranslation("cutover");
  const { perform, busy } = useAct(request, onDone);
  const approve = async ({ lastFour }: { lastFour: string }) => {
    const answer = await perform({ act: "approve_register", lastFour });
    if (answer?.pin) onPin(answer.pin);
  };
  return (
    <Form
      layout="vertical"
      onFinish={(values: { lastFour: string }) => void approve(values)}
      style={{ maxWidth: 420 }}
    >
      <Alert
        type="warning"
        showIcon
        message={t("approve.title")}
        description={t("approve.lead")}
        style={{ marginBottom: 16 }}
      />
      <Form.Item
        name="lastFour"
        label={t("approve.last_four")}
        rules={[{ required: true, pattern: /^\d{4}$/, message: t("approve.four_digits") }]}
      >
        <Input
          inputMode="numeric"
          maxLength={4}
          autoComplete="off"
          style={{ width: 120, letterSpacing: 4 }}
        />
      </Form.Item>
      <Button type="primary" danger htmlType="submit" loading={busy}>
        {t("approve.go")}
      </Button>
    </Form>
  );
}

/** The PIN that register gave the number: shown once, never kept. */
export function PinDialog({ pin, onClose }: { pin: string | undefined; onClose: () => void }) {
  const { t } = useTranslation("cutover");
  const [shown, setShown] = useState(false);
  return (
    <Modal
      open={pin !== undefined}
      title={t("pin.title")}
      onCancel={onClose}
      onOk={onClose}
      okText={t("pin.noted")}
      cancelButtonProps={{ hidden: true }}
    >
      <Typography.Paragraph>{t("pin.lead")}</Typography.Paragraph>
      {shown ? (
        <Typography.Text copyable strong style={{ fontSize: 24, letterSpacing: 4 }}>
          {pin}
        </Typography.Text>
      ) : (
        <Button onClick={() => setShown(true)}>{t("pin.show")}</Button>
      )}
    </Modal>
  );
}
