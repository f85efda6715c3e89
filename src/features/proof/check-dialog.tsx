/** Checks a dropped proof file and shows the findings below it. */
import type { ProofRows, Variant } from "#domain/proof/proof-rows.ts";
import { Button, Modal, Upload } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { sha256 } from "../../lib/sha256.ts";
import { checkAgainst, type FileFinding, maxBytes } from "./file-check.ts";
import { FindingView } from "./finding-view.tsx";
import { Paragraph } from "../../ui/text.tsx";
import layout from "../../ui/layout.module.css";
import styles from "./proof.module.css";

export function CheckButton({ rows, reader }: { rows: ProofRows; reader: Variant }) {
  const { t } = useTranslation("proof");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t("check.open")}</Button>
      {open && <CheckDialog rows={rows} reader={reader} onClose={() => setOpen(false)} />}
    </>
  );
}

function CheckDialog({ rows, reader, onClose }: { rows: ProofRows; reader: Variant; onClose: () => void }) {
  const { t } = useTranslation("proof");
  const [finding, setFinding] = useState<FileFinding>();
  const take = async (file: File) => {
    if (file.size > maxBytes) return setFinding({ kind: "too_large" });
    setFinding(await checkAgainst(await file.text(), rows, reader, sha256));
  };
  return (
    <Modal
      open
      title={t("check.title")}
      onCancel={onClose}
      footer={<Button onClick={onClose}>{t("check.close")}</Button>}
    >
      <Upload.Dragger
        accept=".json,application/json"
        showUploadList={false}
        beforeUpload={(file) => {
          void take(file);
          return false;
        }}
      >
        <p className={`${layout.flush} ${styles.dropLead}`}>{t("check.lead")}</p>
      </Upload.Dragger>
      <div role="status">{finding && <FindingView finding={finding} />}</div>
      <Paragraph className={layout.above12}>{t("check.what")}</Paragraph>
    </Modal>
  );
}
