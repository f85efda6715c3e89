/** The client's confirmation that something is done, with an optional note. */
import { Button, Input, Space } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import layout from "../../../ui/layout.module.css";

export type DoneFormProps = {
  /** Resolves to whether it was accepted. */
  onDone: (evidence: string) => Promise<boolean>;
};

export function DoneForm({ onDone }: DoneFormProps) {
  const { t } = useTranslation("portal");
  const [note, setNote] = useState("");
  const [busy, setBusy] = useState(false);
  const confirm = async () => {
    setBusy(true);
    await onDone(note.trim() || t("tasks.confirmed"));
    setBusy(false);
  };
  return (
    <Space orientation="vertical" className={layout.fullWidth}>
      <Input
        value={note}
        onChange={(event) => setNote(event.target.value)}
        placeholder={t("tasks.note")}
        aria-label={t("tasks.note")}
        maxLength={400}
      />
      <Button onClick={() => void confirm()} loading={busy}>
        {t("tasks.done")}
      </Button>
    </Space>
  );
}
