/** The facts at a glance: where from, where to, who. */
import { useFormat } from "../../lib/format.ts";
import { Card, Descriptions } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { usePermitted } from "../../queries/access.ts";
import { IdText } from "../../ui/id-text.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import type { RequestRow } from "../../queries/request-row.ts";

export function FactsColumn({ request }: { request: RequestRow }) {
  const { t } = useTranslation(["requests", "domain"]);
  const format = useFormat();
  const may = usePermitted();
  const time = (value: string | null) => value && format.date(value, "dateTime");
  const items = [
    { key: "old", label: t("fact.old_provider"), children: request.old_provider_name },
    {
      key: "reason",
      label: t("fact.reason"),
      children: [t(`domain:reason.${request.reason}`), request.reason_note].filter(Boolean).join(": "),
    },
    {
      key: "volume",
      label: t("fact.volume"),
      children: request.monthly_volume === null ? "–" : format.number(request.monthly_volume),
    },
    {
      key: "contact",
      label: t("fact.contact"),
      children: [request.contact_name, request.contact_email, request.contact_phone]
        .filter(Boolean)
        .join(", "),
    },
    {
      key: "authorised",
      label: t("fact.authorised"),
      children:
        [request.authorised_name, request.authorised_position, request.authorised_email]
          .filter(Boolean)
          .join(", ") || "–",
    },
    ...(may("member.manage")
      ? [
          {
            key: "people",
            label: t("fact.people"),
            children: <Link to={`/clients/${request.client_id}/people`}>{t("fact.people_link")}</Link>,
          },
        ]
      : []),
    {
      key: "business",
      label: t("fact.sourceBusinessId"),
      children: <IdText value={request.source_business_id} />,
    },
    { key: "waba", label: t("fact.sourceWabaId"), children: <IdText value={request.source_waba_id} /> },
    {
      key: "phone",
      label: t("fact.sourcePhoneNumberId"),
      children: <IdText value={request.source_phone_number_id} />,
    },
    { key: "account", label: t("fact.platformAccount"), children: request.platform_account ?? "–" },
    ...(request.follows_id
      ? [
          {
            key: "follows",
            label: t("fact.follows"),
            children: <Link to={`/requests/${request.follows_id}`}>{t("fact.follows_link")}</Link>,
          },
        ]
      : []),
    { key: "route", label: t("fact.route"), children: request.route ?? "–" },
    {
      key: "destination",
      label: t(
        `fact.account.${request.destination_account_kind === "messaging_account" ? "messaging" : "waba"}`,
      ),
      children: <IdText value={request.destination_waba_id} />,
    },
    ...(request.waac_id
      ? [{ key: "waac", label: t("fact.waac"), children: <IdText value={request.waac_id} /> }]
      : []),
    {
      key: "new_phone",
      label: t("fact.destination_phone"),
      children: <IdText value={request.destination_phone_number_id} />,
    },
    {
      key: "window",
      label: t("fact.window"),
      children: request.window_starts_at
        ? `${time(request.window_starts_at)} – ${time(request.window_ends_at)} (${t(request.window_confirmed_at ? "fact.confirmed" : "fact.unconfirmed")})`
        : "–",
    },
    {
      key: "assignee",
      label: t("column.assignee"),
      children: request.request_staff_data.members?.name ?? t("unassigned"),
    },
    { key: "filed", label: t("fact.filed"), children: <RelativeTime value={request.created_at} /> },
  ];
  return (
    <Card size="small" title={t("facts")}>
      <Descriptions column={1} size="small" layout="vertical" items={items} />
    </Card>
  );
}
