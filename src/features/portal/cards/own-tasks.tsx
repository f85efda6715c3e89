/** What the client can do before the move: facts to give, things to settle at Meta, and what is simply good to do. */
import { isSettled } from "#domain/checks/readiness.ts";
import { CheckCircleFilled } from "@ant-design/icons";
import { Space, theme, Typography } from "antd";
import { useTranslation } from "react-i18next";
import { CheckTask, type CheckTaskProps } from "../step/check-task.tsx";
import { clientChecks, ownTasks } from "../step/client-step.ts";
import type { PortalCheck } from "../portal-request.ts";
import { PortalCard } from "./portal-card.tsx";

export type OwnTasksProps = Omit<CheckTaskProps, "code" | "check"> & { checks: readonly PortalCheck[] };

export function OwnTasks({ checks, ...task }: OwnTasksProps) {
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
            <Task check={check} {...task} />
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

function Task({ check, ...task }: Omit<CheckTaskProps, "code" | "check"> & { check: PortalCheck }) {
  const { t } = useTranslation("portal");
  const code = codeOf(check);
  return (
    <Space orientation="vertical" style={{ width: "100%", padding: "8px 0" }}>
      <Typography.Text>{t(`check.${code}.why`)}</Typography.Text>
      <Typography.Text>{t(`check.${code}.how`)}</Typography.Text>
      {isSettled(check) ? null : <CheckTask code={code} check={check} {...task} />}
    </Space>
  );
}
