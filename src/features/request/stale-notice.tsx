/** What a person saw of a request when they began to act on it, and what has changed since. */
import { Alert, Checkbox } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useChangeText, useLastChange } from "../../queries/commands/last-change.ts";
import type { RequestRow } from "../../queries/request-row.ts";
import layout from "../../ui/layout.module.css";

type Seen = {
  request: RequestRow;
  /** The version that the person acts on. */
  version: number;
  /** The status that the person saw, if it has changed by now. */
  before: RequestRow["status"] | undefined;
  /** The request has changed, and the command was refused for that or is meant for another status. */
  isStale: boolean;
  /** The status has changed: the command waits until the person confirms it. */
  needsReview: boolean;
  /** Portdesk has refused the version. */
  refuse(): void;
  accept(isMeant: boolean): void;
};

export function useSeenRequest(request: RequestRow): Seen {
  const [first] = useState({ version: request.version, status: request.status });
  const [isRefused, setRefused] = useState(false);
  const [accepted, setAccepted] = useState<RequestRow["status"]>();
  const before = request.status === first.status ? undefined : first.status;
  const isStale = request.version !== first.version && (isRefused || before !== undefined);
  return {
    request,
    version: isStale ? request.version : first.version,
    before,
    isStale,
    needsReview: before !== undefined && accepted !== request.status,
    refuse: () => setRefused(true),
    accept: (isMeant) => setAccepted(isMeant ? request.status : undefined),
  };
}

export function StaleNotice({ seen }: { seen: Seen }) {
  const { t } = useTranslation(["requests", "domain"]);
  const { request, before, isStale, needsReview } = seen;
  if (!isStale) return null;
  return (
    <Alert
      type="warning"
      showIcon
      role="alert"
      className={layout.below12}
      title={t("dialog.stale.title")}
      description={
        <>
          <WhoChanged request={request} />
          {before === undefined ? (
            <div>{t("dialog.stale.again")}</div>
          ) : (
            <>
              <div>
                {t("dialog.stale.status", {
                  before: t(`domain:status.${before}`),
                  now: t(`domain:status.${request.status}`),
                })}
              </div>
              <Checkbox checked={!needsReview} onChange={(event) => seen.accept(event.target.checked)}>
                {t("dialog.stale.meant")}
              </Checkbox>
            </>
          )}
        </>
      }
    />
  );
}

function WhoChanged({ request }: { request: RequestRow }) {
  const change = useLastChange(request);
  const changeText = useChangeText();
  return change && <div>{changeText(change)}</div>;
}
