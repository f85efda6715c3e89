/** An approval that cannot be taken back, or may turn out so: the last four digits are typed by hand. */
import { Alert, Button, Form, Input } from "antd";
import { useTranslation } from "react-i18next";

type Props = { lead: string; action: string; busy: boolean; onApprove: (lastFour: string) => Promise<void> };

export function DigitsForm({ lead, action, busy, onApprove }: Props) {
  const { t } = useTranslation("cutover");
  return (
    <Form
      layout="vertical"
      onFinish={({ lastFour }: { lastFour: string }) => void onApprove(lastFour)}
      style={{ maxWidth: 420 }}
    >
      <Alert
        type="warning"
        showIcon
        message={t("approve.title")}
        description={lead}
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
        {action}
      </Button>
    </Form>
  );
}
