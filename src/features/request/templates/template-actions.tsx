/** The actions on the templates: read both sides, state how much each is used, download a backup, copy again. */
import type { AnswerOf } from "#domain/functions/edge-function.ts";
import { templatesFunction } from "#domain/functions/reading-functions.ts";
import type { TemplateCount } from "#domain/templates/forecast-score.ts";
import { Alert, Button, Space } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { usePermitted } from "../../../queries/access.ts";
import { useCommand, useFunctionCall } from "../../../queries/commands/command-provider.ts";
import { useTemplateBackup } from "../../../queries/commands/export-download.ts";
import type { RequestRow } from "../../../queries/request-row.ts";
import { SendsDialog } from "./sends-dialog.tsx";
import { useCauseText } from "../use-cause-text.ts";
import layout from "../../../ui/layout.module.css";

type Unread = Extract<AnswerOf<typeof templatesFunction>, { unread: unknown }>["unread"];

type Props = { request: RequestRow; counts: readonly TemplateCount[] };

export function TemplateActions({ request, counts }: Props) {
  const { t } = useTranslation("templates");
  const may = usePermitted();
  const call = useFunctionCall();
  const { run, pending } = useCommand();
  const backup = useTemplateBackup(request.id);
  const causeText = useCauseText();
  const [reading, setReading] = useState(false);
  const [asking, setAsking] = useState(false);
  const [unread, setUnread] = useState<Unread>();
  const early = ["submitted", "preparing", "scheduled"].includes(request.status);
  const target = { request: request.id, version: request.version };
  const read = async () => {
    setReading(true);
    const result = await call(templatesFunction, target);
    setUnread(result && "unread" in result ? result.unread : undefined);
    setReading(false);
  };
  const reachable = request.source_waba_id !== null && request.route !== null;
  // The signup window creates the account: the forecast assumes it is empty.
  const ready = reachable && (request.destination_waba_id !== null || request.route === "R1");
  const missing = counts.some(({ outcome }) => outcome === "pending");
  return (
    <>
      <Space wrap className={layout.below12}>
        {early && may("check.run") && (
          <Button type="primary" onClick={() => void read()} loading={reading} disabled={!ready}>
            {t("action.read")}
          </Button>
        )}
        {counts.length > 0 && request.status !== "completed" && may("request.edit") && (
          <Button onClick={() => setAsking(true)}>{t("action.sends")}</Button>
        )}
        {reachable && request.status !== "draft" && (
          <Button onClick={() => void backup.download()} loading={backup.busy}>
            {t("action.backup")}
          </Button>
        )}
        {request.status === "monitoring" && missing && may("cutover.retry") && (
          <Button onClick={() => void run("retry_templates", target)} loading={pending}>
            {t("action.retry")}
          </Button>
        )}
      </Space>
      {early && !ready && <p>{t("needs_route")}</p>}
      {unread && (
        <Alert
          type="error"
          showIcon
          role="alert"
          className={layout.below12}
          title={t(`unread.${unread.side}`, { cause: causeText(`could_not_be_read:${unread.cause}`) })}
        />
      )}
      {asking && <SendsDialog request={request} onClose={() => setAsking(false)} />}
    </>
  );
}
