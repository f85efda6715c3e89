/** What the client can do before the move: facts to provide, tasks at Meta, and good habits. */
import { isSettled } from "#domain/checks/readiness.ts";
import { CheckCircleFilled } from "@ant-design/icons";
import { Space } from "antd";
import { useTranslation } from "react-i18next";
import { Disclosure } from "../../../ui/disclosure.tsx";
import { CheckTask, type CheckTaskProps } from "../step/check-task.tsx";
import { clientChecks, ownTasks } from "../step/client-step.ts";
import type { PortalCheck } from "../portal-request.ts";
import { PortalCard } from "./portal-card.tsx";
import { Paragraph, Text } from "../../../ui/text.tsx";
import layout from "../../../ui/layout.module.css";
import styles from "../portal.module.css";

export type OwnTasksProps = Omit<CheckTaskProps, "code" | "check"> & { checks: readonly PortalCheck[] };

export function OwnTasks({ checks, ...task }: OwnTasksProps) {
  const { t } = useTranslation("portal");
  const tasks = ownTasks(checks);
  if (tasks.length === 0) return null;
  return (
    <PortalCard title={t("tasks.title")}>
      {tasks.every(isSettled) ? <Paragraph>{t("tasks.none")}</Paragraph> : null}
      <div className={layout.stack8}>
        {tasks.map((check) => (
          <Disclosure
            key={check.id}
            name="own-tasks"
            summary={<TaskTitle check={check} />}
            className={styles.task}
          >
            <Task check={check} {...task} />
          </Disclosure>
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
      <Text type={done ? "success" : "secondary"} className={`${styles.ownLine} ${layout.small}`}>
        {done ? <CheckCircleFilled aria-hidden /> : "○"} {done ? t("tasks.finished") : t("tasks.open")}
      </Text>
    </span>
  );
}

function Task({ check, ...task }: Omit<CheckTaskProps, "code" | "check"> & { check: PortalCheck }) {
  const { t } = useTranslation("portal");
  const code = codeOf(check);
  return (
    <Space orientation="vertical" className={styles.taskBody}>
      <Text>{t(`check.${code}.why`)}</Text>
      <Text>{t(`check.${code}.how`)}</Text>
      {isSettled(check) ? null : <CheckTask code={code} check={check} {...task} />}
    </Space>
  );
}
