/** The further actions on a request, by status and permission. */
import { openedByHand } from "#domain/exceptions/exception-catalogue.ts";
import { leadsFrom } from "#domain/status/transitions.ts";
import { MoreOutlined } from "@ant-design/icons";
import { Button, Dropdown, Space } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { usePermitted } from "../../queries/access.ts";
import type { DialogName } from "./dialog-props.ts";
import { RequestDialogs } from "./dialogs.tsx";
import type { RequestRow } from "../../queries/request-row.ts";

const moving = ["cutover", "monitoring", "completed", "failed"];

export function RequestActions({ request }: { request: RequestRow }) {
  const { t } = useTranslation("requests");
  const may = usePermitted();
  const [dialog, setDialog] = useState<DialogName>();
  const { status } = request;
  const early = status === "submitted" || status === "preparing" || status === "scheduled";
  const offered: { key: DialogName; offered: boolean }[] = [
    { key: "assign", offered: may("request.assign") },
    { key: "ask", offered: (early || status === "monitoring") && may("request.ask") },
    { key: "facts", offered: early && may("request.edit") },
    { key: "route", offered: status === "preparing" && may("request.edit") },
    { key: "exception", offered: openedByHand(status).length > 0 && may("exception.open") },
    { key: "hold", offered: early && request.hold_reason === null && may("request.hold") },
    { key: "schedule", offered: status === "scheduled" && may("request.schedule") },
    { key: "postpone", offered: leadsFrom("request.postpone", status) && may("request.postpone") },
    { key: "reject", offered: leadsFrom("request.reject", status) && may("request.reject") },
    { key: "cancel", offered: leadsFrom("request.cancel", status) && may("request.cancel") },
    {
      key: "fail",
      offered:
        (request.no_return_at ?? request.registered_at) !== null &&
        leadsFrom("cutover.fail", status) &&
        may("cutover.fail"),
    },
  ];
  const items = offered
    .filter((item) => item.offered)
    .map(({ key }) => ({ key, label: t(`action.${key}`), onClick: () => setDialog(key) }));
  return (
    <Space>
      {moving.includes(status) && (
        <Link to={`/requests/${request.id}/cutover`}>{t("action.open_cutover")}</Link>
      )}
      {request.registered_at && <Link to={`/requests/${request.id}/proof`}>{t("action.proof")}</Link>}
      {items.length > 0 && (
        <Dropdown menu={{ items }} trigger={["click"]}>
          <Button icon={<MoreOutlined />} aria-label={t("action.more")} />
        </Dropdown>
      )}
      <RequestDialogs request={request} open={dialog} onClose={() => setDialog(undefined)} />
    </Space>
  );
}
