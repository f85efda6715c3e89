/** The export of the rows in view, for machines or for spreadsheets. */
import type { RequestFilter } from "#domain/requests/request-filter.ts";
import { DownloadOutlined } from "@ant-design/icons";
import { Button, Space } from "antd";
import { useTranslation } from "react-i18next";
import { useExportDownload } from "../../queries/commands/export-download.ts";

export function ExportButtons({
  providerId,
  filter,
}: {
  providerId: string | undefined;
  filter: RequestFilter;
}) {
  const { t } = useTranslation("reports");
  const { download, busy } = useExportDownload(providerId);
  return (
    <Space.Compact>
      <Button icon={<DownloadOutlined />} loading={busy} onClick={() => void download("spreadsheet", filter)}>
        {t("export.spreadsheet")}
      </Button>
      <Button loading={busy} onClick={() => void download("machine", filter)}>
        {t("export.machine")}
      </Button>
    </Space.Compact>
  );
}
