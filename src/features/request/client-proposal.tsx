/** The client would prefer another window; the next action accepts it, or a further one is proposed here. */
import { useFormat } from "../../lib/format.ts";
import { Alert, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { usePermitted } from "../../queries/access.ts";
import type { DialogName } from "./dialog-props.ts";
import { RequestDialogs } from "./dialogs.tsx";
import type { RequestRow } from "../../queries/request-row.ts";
import layout from "../../ui/layout.module.css";

export function ClientProposal({ request }: { request: RequestRow }) {
  const { t } = useTranslation("requests");
  const format = useFormat();
  const may = usePermitted();
  const [dialog, setDialog] = useState<DialogName>();
  const { counter_starts_at: from, counter_ends_at: to } = request;
  if (from === null || to === null) return null;
  return (
    <Alert
      type="warning"
      showIcon
      className={layout.below16}
      title={t("proposal.title", { window: format.range(from, to, "fullDateTime") })}
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
