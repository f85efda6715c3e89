/** What is good to do before the move: the client says so themselves, with a note if they like. */
import { CheckCircleFilled } from "@ant-design/icons";
import { Button, Input, Space, theme, Typography } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { clientChecks, isSettled, ownTasks } from "./client-step.ts";
import type { PortalCheck } from "./portal-request.ts";
import { PortalCard } from "./portal-card.tsx";

export type OwnTasksProps = {
  checks: readonly PortalCheck[];
  /** Resolves to whether the word was taken. */
  onConfirm: (code: PortalCheck["code"], evidence: string) => Promise<boolean>;
};

export function OwnTasks({ checks, onConfirm }: OwnTasksProps) {
  const { t } = useTranslation("portal");
  const { token } = theme.useToken();
  const tasks = ownTasks(checks);
  const line = `1px solid ${token.colorBorderSecondary}`;
  if (tasks.length === 0) return null;
  return (
    <PortalCard title={t("tasks.title")}>
      {tasks.every(isSettled) ? <Typography.Paragraph>{t("tasks.none")}</Typography.Paragraph> : null}
      <div style={{ display: "grid", gap: 8 }}>
        {tasks.map((check) => (
          <details key={check.id} name="own-tasks" style={{ borderTop: line, paddingTop: 8 }}>
            <summary style={{ cursor: "pointer" }}>
              <TaskTitle check={check} />
            </summary>
            <Task check={check} onConfirm={onConfirm} />
          </details>
        ))}
      </div>
    </PortalCard>
  );
}

const codeOf = (check: PortalCheck) => clientChecks.find((code) => code === check.code) ?? "ROLLBACK_CARD";

function TaskTitle({ check }: { check: PortalCheck }) {
  const { t } = useTranslation("portal");
  const done = isSettled(check);
  return (
    <span>
      {t(`check.${codeOf(check)}.title`)}
      <Typography.Text type={done ? "success" : "secondary"} style={{ display: "block", fontSize: 12 }}>
        {done ? <CheckCircleFilled aria-hidden /> : "○"} {done ? t("tasks.finished") : t("tasks.open")}
      </Typography.Text>
    </span>
  );
}

function Task({ check, onConfirm }: { check: PortalCheck; onConfirm: OwnTasksProps["onConfirm"] }) {
  const { t } = useTranslation("portal");
  const [note, setNote] = useState("");
  const [busy, setBusy] = useState(false);
  const code = codeOf(check);

  const confirm = async () => {
    setBusy(true);
    await onConfirm(check.code, note.trim() || t("tasks.confirmed"));
    setBusy(false);
  };

  return (
    <Space direction="vertical" style={{ width: "100%", padding: "8px 0" }}>
      <Typography.Text>{t(`check.${code}.why`)}</Typography.Text>
      <Typography.Text>{t(`check.${code}.how`)}</Typography.Text>
      {isSettled(check) ? null : (
        <>
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
        </>
      )}
    </Space>
  );
}
