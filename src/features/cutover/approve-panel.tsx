/** The approval of register: in words, with the last four digits of the number typed by hand. */
import { Alert, Button, Form, Input } from "antd";
import { useTranslation } from "react-i18next";
import type { CutoverRequest } from "./cutover-data.ts";
import { useAct } from "./use-act.ts";

export function ApprovePanel({ request, onPin }: { request: CutoverRequest; onPin: (pin: string) => void }) {
  const { t } = useTranslation("cutover");
  const { perform, busy } = useAct(request);
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
