/** The selected request beside the list: its status, who must act, what is next. */
import { Button, Descriptions, Drawer } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useNextActionText } from "../../widgets/next-action-text.tsx";
import { PhoneText } from "../../widgets/phone-text.tsx";
import { ReadinessBar } from "../../widgets/readiness-bar.tsx";
import { StatusText } from "../../widgets/status-text.tsx";
import { WaitingMark } from "../../widgets/waiting-mark.tsx";
import { DueTime } from "../../widgets/due-time.tsx";
import type { ListRow } from "../../queries/list-row.ts";
import { isBlocked } from "../../queries/request-row.ts";

export function ListPanel({ request, onClose }: { request: ListRow | undefined; onClose: () => void }) {
  const { t } = useTranslation(["requests", "domain"]);
  const nextAction = useNextActionText();
  return (
    <Drawer
      open={request !== undefined}
      onClose={onClose}
      mask={false}
      size="min(400px, 100vw)"
      title={request?.reference}
      autoFocus={false}
    >
      {request && (
        <>
          <Descriptions
            column={1}
            size="small"
            items={[
              {
                key: "number",
                label: t("column.number"),
                children: <PhoneText value={request.phone_number} country={request.phone_country} copyable />,
              },
              { key: "company", label: t("fact.company"), children: request.client_name },
              { key: "status", label: t("column.status"), children: <StatusText value={request.status} /> },
              {
                key: "waiting",
                label: t("column.waiting_on"),
                children: <WaitingMark value={request.waiting_on} />,
              },
              {
                key: "next",
                label: t("column.next_action"),
                children: nextAction(request.next_action, request.next_action_subject),
              },
              {
                key: "due",
                label: t("column.due"),
                children: <DueTime of={request} />,
              },
              {
                key: "readiness",
                label: t("column.readiness"),
                children: (
                  <ReadinessBar
                    passed={request.checks_passed}
                    total={request.checks_total}
                    blocked={isBlocked(request)}
                  />
                ),
              },
              { key: "old", label: t("fact.old_provider"), children: request.old_provider_name },
              { key: "reason", label: t("fact.reason"), children: t(`domain:reason.${request.reason}`) },
            ]}
          />
          <Link to={`/requests/${request.id}`}>
            <Button type="primary" tabIndex={-1}>
              {t("queue.open")}
            </Button>
          </Link>
        </>
      )}
    </Drawer>
  );
}
