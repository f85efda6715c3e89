/** Open exceptions in words: what happened, what to do, who must act and how the move continues. */
import { isSettledByHand } from "#domain/exceptions/exception-catalogue.ts";
import { useOne } from "@refinedev/core";
import { Alert, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { usePermitted } from "../../../queries/access.ts";
import { ExceptionWay } from "../../../widgets/exception-way.tsx";
import { RelativeTime } from "../../../ui/relative-time.tsx";
import type { RequestRow } from "../../../queries/request-row.ts";
import { SettleDialog } from "./settle-dialog.tsx";
import type { OpenException } from "../use-request.ts";
import layout from "../../../ui/layout.module.css";

type Props = { request: RequestRow; exceptions: readonly OpenException[] };

export function OpenExceptions({ request, exceptions }: Props) {
  const { t } = useTranslation(["requests", "domain"]);
  const may = usePermitted();
  const [settling, setSettling] = useState<OpenException["code"]>();
  const mayBeSettled = ({ code, step }: OpenException) =>
    may("exception.settle") && isSettledByHand(code) && (step === null || request.registered_at !== null);
  const alerts = exceptions.map((exception) => (
    <Alert
      key={exception.id}
      type="error"
      showIcon
      role="alert"
      className={layout.below12}
      title={
        <>
          {t(`domain:exception.${exception.code}.title`)} · <RelativeTime value={exception.opened_at} />
        </>
      }
      description={
        <>
          <p className={layout.flushBelow4}>
            {t(`domain:exception.${exception.code}.staff`)} {t(`domain:exception.${exception.code}.next`)}
          </p>
          <Note exception={exception.id} />
          <ExceptionWay code={exception.code} />
          {exception.retried_at && (
            <p className={layout.flushAbove4}>
              {t("retried")} <RelativeTime value={exception.retried_at} />
            </p>
          )}
        </>
      }
      action={
        mayBeSettled(exception) ? (
          <Button size="small" onClick={() => setSettling(exception.code)}>
            {t("action.settle")}
          </Button>
        ) : undefined
      }
    />
  ));
  return (
    <>
      {alerts}
      {settling && <SettleDialog request={request} code={settling} onClose={() => setSettling(undefined)} />}
    </>
  );
}

type Behind = { exception_id: string; payload: { note?: string } };

/** What the person who opened it wrote, for staff. */
function Note({ exception }: { exception: string }) {
  const { result } = useOne<Behind>({
    resource: "exception_payloads",
    id: exception,
    meta: { idColumn: "exception_id" },
    errorNotification: false,
    queryOptions: { retry: false },
  });
  const note = result?.payload.note;
  return note ? <p className={`${layout.flushBelow4} ${layout.anyWrap}`}>“{note}”</p> : null;
}
