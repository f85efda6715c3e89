/** The client would rather have another window; the next action takes it, or here one more is proposed. */
import { Alert, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { usePermitted } from "../../queries/access.ts";
import type { DialogName } from "./dialog-props.ts";
import { RequestDialogs } from "./dialogs.tsx";
import type { RequestRow } from "../../queries/request-row.ts";

export function ClientProposal({ request }: { request: RequestRow }) {
  const { t, i18n } = useTranslation("requests");
  const may = usePermitted();
  const [dialog, setDialog] = useState<DialogName>();
  const { counter_starts_at: from, counter_ends_at: to } = request;
  if (from === null || to === null) return null;
  const moment = new Intl.DateTimeFormat(i18n.language, { dateStyle: "full", timeStyle: "short" });
  return (
    <Alert
      type="warning"
      showIcon
      style={{ marginBottom: 16 }}
      message={t("proposal.title", { window: moment.formatRange(new Date(from), new Date(to)) })}
      description={request.counter_note}
      action={
        may("request.schedule") && (
          <>
            <Button onClick={() => setDialog("schedule")}>{t("action.schedule")}</Button>
            <RequestDialogs request={request} open={dialog} onClose={() => setDialog(undefined)} />
          </>
        )
      }
    />
  );
}
