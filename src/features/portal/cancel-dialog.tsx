/** Asks before a request is cancelled, with room for a reason. */
import { Input, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useTextDraft } from "../../lib/drafts.ts";

type Props = {
  requestId: string;
  /** Resolves to whether the request was cancelled. */
  onCancel: (note: string | null) => Promise<boolean>;
  open: boolean;
  onClose: () => void;
};

export function CancelDialog({ requestId, onCancel, open, onClose }: Props) {
  const { t } = useTranslation("portal");
  const [note, setNote] = useTextDraft(`${requestId}.cancel-own`);
  const [busy, setBusy] = useState(false);

  const cancel = async () => {
    setBusy(true);
    const taken = await onCancel(note.trim() || null);
    setBusy(false);
    if (!taken) return;
    setNote("");
    onClose();
  };

  return (
    <Modal
      open={open}
      title={t("cancel.title")}
      okText={t("cancel.confirm")}
      okButtonProps={{ danger: true }}
      cancelText={t("cancel.keep")}
      confirmLoading={busy}
      onOk={() => void cancel()}
      onCancel={onClose}
    >
      <p>{t("cancel.lead")}</p>
      <Input.TextArea
        value={note}
        onChange={(event) => setNote(event.target.value)}
        placeholder={t("cancel.note")}
        aria-label={t("cancel.note")}
        autoSize={{ minRows: 2 }}
        maxLength={1000}
      />
    </Modal>
  );
}
