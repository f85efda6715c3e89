/** A number's new PIN: shown once, never kept. */
import { Alert, Button, Modal, Typography } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

type Props = {
  pin: string | undefined;
  /** Meta's answer was lost: nobody knows whether it holds. */
  unsure?: boolean;
  onClose: () => void;
};

export function PinDialog({ pin, unsure = false, onClose }: Props) {
  const { t } = useTranslation("care");
  const [shown, setShown] = useState(false);
  return (
    <Modal
      open={pin !== undefined}
      title={t("pin.title")}
      onCancel={onClose}
      onOk={onClose}
      afterClose={() => setShown(false)}
      okText={t("pin.noted")}
      cancelButtonProps={{ hidden: true }}
    >
      <Typography.Paragraph>{t("pin.lead")}</Typography.Paragraph>
      {unsure && <Alert type="warning" showIcon message={t("pin.unsure")} style={{ marginBottom: 16 }} />}
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
