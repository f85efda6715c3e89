/** Exports exactly the rows that the queue shows, all pages of them. */
import { requestFilter } from "#domain/requests/request-filter.ts";
import { DownloadOutlined } from "@ant-design/icons";
import { Button, Dropdown } from "antd";
import { useTranslation } from "react-i18next";
import { usePermitted } from "../../providers/access.ts";
import { useExportDownload } from "../../providers/export-download.ts";
import type { Queue } from "./use-queue.ts";

export function QueueExport({ queue }: { queue: Queue }) {
  const { t } = useTranslation("requests");
  const may = usePermitted();
  const { download, busy } = useExportDownload(queue.providerId);
  // The export knows no filter by assignee: with one on, it would hold more than is shown.
  if (!may("report.export") || queue.valuesOf("request_staff_data.assignee_id").length > 0) return null;
  const filter = requestFilter.parse({
    status: queue.valuesOf("status"),
    waitingOn: queue.valuesOf("waiting_on"),
    reason: queue.valuesOf("reason"),
    oldProvider: queue.valuesOf("old_provider_name"),
    ...(queue.words ? { search: queue.words } : {}),
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
