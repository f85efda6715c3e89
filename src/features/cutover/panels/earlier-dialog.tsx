/** Ends Meta's wait early: shows two dates instead of a warning, and requires both the tick and a reason. */
import type { Step } from "#domain/cutover/step-catalogue.ts";
import { Button, Checkbox, Input, Modal } from "antd";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCommand } from "../../../queries/commands/command-provider.ts";
import { useTextDraft } from "../../../lib/drafts.ts";
import { useMinute } from "../../../ui/use-minute.ts";
import type { CutoverRequest } from "../cutover-data.ts";
import { closedAgainUntil, type StepWait } from "../step-wait.ts";
import { useMoment } from "../use-moment.ts";
import { Paragraph } from "../../../ui/text.tsx";
import layout from "../../../ui/layout.module.css";
import styles from "../cutover.module.css";

type Props = {
  request: CutoverRequest;
  step: Step;
  wait: StepWait;
  /** The end of the wait in words. */
  when: string;
  onClose: () => void;
};

export function EarlierDialog({ request, step, wait, when, onClose }: Props) {
  const { t } = useTranslation("cutover");
  const { run, pending } = useCommand();
  const now = useMinute();
  const [reason, setReason] = useTextDraft(`${request.id}.earlier`);
  const [accepted, setAccepted] = useState(false);
  const waitButton = useRef<HTMLButtonElement>(null);
  const later = useMoment()(closedAgainUntil(wait, now));
  const tryNow = async () => {
    const input = { request: request.id, version: request.version, step, reason: reason.trim() };
    if (!(await run("retry_step", input))) return;
    setReason("");
    onClose();
  };
  return (
    <Modal
      open
      width={584}
      title={t("earlier.title", { when })}
      onCancel={onClose}
      mask={{ closable: false }}
      afterOpenChange={(isOpen) => isOpen && waitButton.current?.focus()}
      footer={
        <div className={layout.rowEnd}>
          <Button
            danger
            loading={pending}
            disabled={!accepted || reason.trim() === ""}
            onClick={() => void tryNow()}
          >
            {t("earlier.go")}
          </Button>
          <Button type="primary" ref={waitButton} onClick={onClose}>
            {t("earlier.wait", { when })}
          </Button>
        </div>
      }
    >
      <Paragraph>{t("earlier.lead")}</Paragraph>
      <dl className={styles.costs}>
        <Cost name={t("earlier.if_wait")} value={when} />
        <Cost name={t("earlier.if_fails")} value={later} isBad />
      </dl>
      <label htmlFor="earlier-reason">{t("earlier.reason")}</label>
      <Input.TextArea
        id="earlier-reason"
        value={reason}
        rows={2}
        maxLength={4000}
        onChange={(event) => setReason(event.target.value)}
        className={styles.earlierReason}
      />
      <Checkbox checked={accepted} onChange={(event) => setAccepted(event.target.checked)}>
        {t("earlier.accept", { later })}
      </Checkbox>
    </Modal>
  );
}

/** A pair in a box of its own: antd 6.6's Descriptions draws none around a name and its value. */
function Cost({ name, value, isBad = false }: { name: string; value: string; isBad?: boolean }) {
  return (
    <div className={styles.cost} data-bad={isBad}>
      <dt className={layout.secondary}>{name}</dt>
      <dd className={styles.costValue}>{value}</dd>
    </div>
  );
}
