/** A message to the provider; its text stays until the message has arrived, even if the page is left meanwhile. */
import { Button, Input, Space } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useTextDraft } from "../../../lib/drafts.ts";
import { Text } from "../../../ui/text.tsx";
import layout from "../../../ui/layout.module.css";

export type MessageFormProps = {
  /** Resolves to whether the message was accepted. */
  onSend: (body: string) => Promise<boolean>;
  /** Distinguishes several of these forms on one page. */
  id: string;
  requestId: string;
};

export function MessageForm({ onSend, id, requestId }: MessageFormProps) {
  const { t } = useTranslation("portal");
  const [body, setBody] = useTextDraft(`${requestId}.${id}`);
  const [sending, setSending] = useState(false);

  const send = async () => {
    setSending(true);
    if (await onSend(body.trim())) setBody("");
    setSending(false);
  };

  return (
    <Space orientation="vertical" className={layout.fullWidth}>
      <label htmlFor={id}>{t("messages.write")}</label>
      <Input.TextArea
        id={id}
        value={body}
        onChange={(event) => setBody(event.target.value)}
        autoSize={{ minRows: 2, maxRows: 8 }}
        maxLength={4000}
      />
      {body !== "" && <Text type="secondary">{t("messages.kept")}</Text>}
      <Button onClick={() => void send()} loading={sending} disabled={body.trim() === ""}>
        {t("messages.send")}
      </Button>
    </Space>
  );
}
