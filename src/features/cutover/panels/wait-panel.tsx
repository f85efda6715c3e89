/** A step that Meta has blocked: until when, for how much longer, and the cost of an earlier attempt. */
import { Button, Space } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { isManual, stepCatalogue } from "#domain/cutover/step-catalogue.ts";
import { usePermitted } from "../../../queries/access.ts";
import { durationText } from "../../../lib/duration.ts";
import type { CutoverRequest, StepRow } from "../cutover-data.ts";
import { EarlierDialog } from "./earlier-dialog.tsx";
import type { StepWait } from "../step-wait.ts";
import { useMoment } from "../use-moment.ts";
import { Text } from "../../../ui/text.tsx";
import layout from "../../../ui/layout.module.css";
import styles from "../cutover.module.css";

type Props = {
  request: CutoverRequest;
  step: StepRow;
  wait: StepWait;
  /** Whole seconds. */
  left: number;
};

export function WaitPanel({ request, step, wait, left }: Props) {
  const { t, i18n } = useTranslation("cutover");
  const may = usePermitted();
  const [isAsking, setAsking] = useState(false);
  const when = useMoment()(wait.until);
  const span = left < 60 ? t("wait.seconds", { seconds: left }) : durationText(i18n.language, left * 1000);
  const byItself = !isManual(step.step) && stepCatalogue[step.step].trigger === "automatic";
  return (
    <Space orientation="vertical" className={layout.fullWidth}>
      <Text role="timer" aria-live="off">
        {t(wait.blocked ? "wait.blocked" : byItself ? "wait.by_itself" : "wait.soft", { when, span })}
      </Text>
      {wait.blocked && <Text type="secondary">{t("wait.nobody")}</Text>}
      <Space wrap>
        {(wait.blocked || !byItself) && (
          <Button disabled className={styles.againFrom}>
            {t("wait.again_from", { when, span })}
          </Button>
        )}
        {!wait.blocked && may("cutover.retry") && (
          <Button type="link" className={styles.textLink} onClick={() => setAsking(true)}>
            {t("wait.earlier")}
          </Button>
        )}
      </Space>
      {isAsking && (
        <EarlierDialog
          request={request}
          step={step.step}
          wait={wait}
          when={when}
          onClose={() => setAsking(false)}
        />
      )}
    </Space>
  );
}
