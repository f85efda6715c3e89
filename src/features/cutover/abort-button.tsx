/** Aborting before the point of no return, with the note that it costs nothing. */
import { Button, Input, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { usePermitted } from "../../queries/access.ts";
import { useCommand } from "../../queries/commands/command-provider.ts";
import { useTextDraft } from "../../lib/drafts.ts";
import type { CutoverRequest } from "./cutover-data.ts";
import { Paragraph } from "../../ui/text.tsx";

export function AbortButton({ request }: { request: CutoverRequest }) {
  const { t } = useTranslation("cutover");
  const may = usePermitted();
  const { run, pending } = useCommand();
  const [open, setOpen] = useState(false);
  const [note, setNote] = useTextDraft(`${request.id}.abort`);
  if (!may("cutover.abort")) return null;
  const abort = async () => {
    const outcome = await run("abort_cutover", { request: request.id, version: request.version, note });
    if (!outcome) return;
    setNote("");
    setOpen(false);
  };
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t("abort.open")}</Button>
      <Modal
        open={open}
        title={t("abort.title")}
        okText={t("abort.go")}
        okButtonProps={{ danger: true, loading: pending }}
        cancelText={t("abort.keep")}
        onOk={() => void abort()}
        onCancel={() => setOpen(false)}
      >
        <Paragraph>{t("abort.lead")}</Paragraph>
        <Input.TextArea
          aria-label={t("abort.note")}
          placeholder={t("abort.note")}
          value={note}
          maxLength={1000}
          onChange={(event) => setNote(event.target.value)}
        />
      </Modal>
    </>
  );
}
