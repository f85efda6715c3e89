/** The fate of every template, those that are not kept first. */
import { useList } from "@refinedev/core";
import { Table } from "antd";
import { useTranslation } from "react-i18next";
import { EmptyState } from "../../ui/empty-state.tsx";

type TemplateRow = {
  id: string;
  name: string;
  language: string;
  category: string | null;
  source_status: string | null;
  source_quality: string | null;
  outcome: "kept" | "lost" | "pending";
  why: string;
};

export function TemplatesTab({ requestId }: { requestId: string }) {
  const { t } = useTranslation(["requests", "domain"]);
  const { result, query } = useList<TemplateRow>({
    resource: "templates",
    filters: [{ field: "request_id", operator: "eq", value: requestId }],
    sorters: [
      { field: "outcome", order: "desc" },
      { field: "name", order: "asc" },
    ],
    pagination: { mode: "off" },
  });
  return (
    <Table<TemplateRow>
      rowKey="id"
      size="small"
      loading={query.isLoading}
      dataSource={result.data}
      pagination={{ pageSize: 50, hideOnSinglePage: true }}
      scroll={{ x: 640 }}
      locale={{ emptyText: <EmptyState text={t("templates.empty")} /> }}
      columns={[
        { key: "name", title: t("templates.name"), render: (_, row) => `${row.name} (${row.language})` },
        { key: "category", dataIndex: "category", title: t("templates.category") },
        {
          key: "source",
          title: t("templates.source"),
          render: (_, row) => [row.source_status, row.source_quality].filter(Boolean).join(", "),
        },
        {
          key: "outcome",
          title: t("templates.outcome"),
          render: (_, row) =>
            `${t(`domain:template_outcome.${row.outcome}`)}: ${t(`domain:template_why.${row.why}` as "domain:template_why.copied")}`,
        },
      ]}
    />
  );
}
