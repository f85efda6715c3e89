/** Exports exactly the rows that the request list shows, all pages of them. */
import { requestFilter } from "#domain/requests/request-filter.ts";
import { DownloadOutlined } from "@ant-design/icons";
import { Button, Dropdown } from "antd";
import { useTranslation } from "react-i18next";
import { usePermitted } from "../../queries/access.ts";
import { useExportDownload } from "../../queries/commands/export-download.ts";
import type { RequestList } from "./use-request-list.ts";

export function ListExport({ list }: { list: RequestList }) {
  const { t } = useTranslation("requests");
  const may = usePermitted();
  const { download, busy } = useExportDownload(list.providerId);
  // The export has no filter by assignee: with that filter active, it would hold more than is shown.
  if (!may("report.export") || list.valuesOf("assignee_id").length > 0) return null;
  const filter = requestFilter.parse({
    status: list.valuesOf("status"),
    waitingOn: list.valuesOf("waiting_on"),
    reason: list.valuesOf("reason"),
    oldProvider: list.valuesOf("old_provider_name"),
    ...(list.query ? { search: list.query } : {}),
  });
  const items = [
    {
      key: "spreadsheet",
      label: t("export.spreadsheet"),
      onClick: () => void download("spreadsheet", filter),
    },
    { key: "machine", label: t("export.machine"), onClick: () => void download("machine", filter) },
  ];
  return (
    <Dropdown menu={{ items }} trigger={["click"]}>
      <Button icon={<DownloadOutlined />} loading={busy}>
        {t("export.open")}
      </Button>
    </Dropdown>
  );
}
