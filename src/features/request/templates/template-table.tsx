/** Every template with forecast and outcome; the database pages, filters and searches, even through thousands. */
import { useFormat } from "../../../lib/format.ts";
import { forecastClasses, forecastReasons } from "#domain/templates/forecast-schema.ts";
import { isForecastClass, type TemplateCount } from "#domain/templates/forecast-score.ts";
import type { TemplateRecord } from "#domain/templates/template-outcome.ts";
import { useTable } from "@refinedev/core";
import { Input, Select, Space, Table } from "antd";
import { useTranslation } from "react-i18next";
import type { Row } from "../../../queries/row.ts";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { ErrorState } from "../../../ui/error-state.tsx";
import { ScrollRegion } from "../../../ui/scroll-region.tsx";
import { rowByRow } from "../../../ui/table-rows.tsx";
import { useMetaText } from "../../../widgets/meta-text.ts";
import layout from "../../../ui/layout.module.css";
import styles from "./templates.module.css";

type TemplateRow = Omit<Row<"templates">, "outcome" | "why"> & Pick<TemplateRecord, "outcome" | "why">;
type Props = { requestId: string; counts: readonly TemplateCount[]; settled: boolean };

type Choice = "forecast" | "forecast_why" | "outcome";

const pageSize = 25;

export function TemplateTable({ requestId, counts, settled }: Props) {
  const { t } = useTranslation(["templates", "domain"]);
  const format = useFormat();
  const meta = useMetaText();
  const { result, tableQuery, filters, setFilters, currentPage, setCurrentPage } = useTable<TemplateRow>({
    resource: "templates",
    syncWithLocation: false,
    filters: {
      permanent: [{ field: "request_id", operator: "eq", value: requestId }],
      defaultBehavior: "merge",
    },
    sorters: {
      permanent: [
        { field: "monthly_sends", order: "desc" },
        { field: "name", order: "asc" },
      ],
    },
    pagination: { pageSize },
  });
  if (tableQuery.isError) return <ErrorState onRetry={() => void tableQuery.refetch()} />;
  const narrow = (field: "name" | Choice, operator: "contains" | "eq", value: string | undefined) => {
    setFilters([{ field, operator, value }]);
    setCurrentPage(1);
  };
  const chosen = (field: Choice): unknown =>
    filters.find((filter) => "field" in filter && filter.field === field)?.value;
  const present = (key: Choice) => new Set(counts.map((count) => count[key]));
  const predicted = counts.some(({ forecast }) => isForecastClass(forecast));
  const reasonText = (why: string | null) => {
    const known = forecastReasons.find((reason) => reason === why);
    return known ? t(`reason.${known}`) : "";
  };
  const choices: { field: Choice; options: { value: string; label: string }[] }[] = [
    {
      field: "forecast",
      options: forecastClasses
        .filter((one) => present("forecast").has(one))
        .map((value) => ({ value, label: t(`class.${value}`) })),
    },
    {
      field: "forecast_why",
      options: forecastReasons
        .filter((one) => present("forecast_why").has(one))
        .map((value) => ({ value, label: t(`reason.${value}`) })),
    },
    {
      field: "outcome",
      options: (settled ? (["kept", "lost", "pending"] as const) : [])
        .filter((one) => present("outcome").has(one))
        .map((value) => ({ value, label: t(`domain:template_outcome.${value}`) })),
    },
  ];
  return (
    <>
      <Space wrap className={layout.below12}>
        <Input.Search
          allowClear
          aria-label={t("table.search")}
          placeholder={t("table.search")}
          className={styles.search}
          onSearch={(value) => narrow("name", "contains", value.trim() || undefined)}
        />
        {choices
          .filter(({ options }) => options.length > 1)
          .map(({ field, options }) => (
            <Select
              key={field}
              allowClear
              aria-label={t(`table.${field}`)}
              placeholder={t(`table.${field}`)}
              className={styles.choice}
              popupMatchSelectWidth={false}
              options={options}
              value={chosen(field) ?? null}
              onChange={(value: unknown) =>
                narrow(field, "eq", typeof value === "string" ? value : undefined)
              }
            />
          ))}
      </Space>
      <ScrollRegion label={t("table.title")}>
        <Table<TemplateRow>
          className={layout.wideTable}
          components={rowByRow}
          rowKey="id"
          size="small"
          loading={tableQuery.isLoading}
          dataSource={result.data}
          pagination={{
            current: currentPage,
            pageSize,
            total: result.total ?? 0,
            showSizeChanger: false,
            hideOnSinglePage: true,
            onChange: setCurrentPage,
          }}
          locale={{ emptyText: <EmptyState text={t("table.nothing")} /> }}
          columns={[
            { key: "name", title: t("table.name"), render: (_, row) => `${row.name} (${row.language})` },
            {
              key: "category",
              title: t("table.category"),
              render: (_, { category }) => category && meta.value("template_category", category),
            },
            {
              key: "source",
              title: t("table.source"),
              render: (_, { source_status: status, source_quality: quality }) =>
                [
                  status && meta.value("template_status", status),
                  quality && meta.value("quality_rating", quality),
                ]
                  .filter(Boolean)
                  .join(", "),
            },
            {
              key: "sends",
              title: t("table.sends"),
              align: "end",
              render: (_, row) => (row.monthly_sends === null ? "–" : format.number(row.monthly_sends)),
            },
            ...(predicted
              ? [
                  {
                    key: "forecast",
                    title: t("table.forecast"),
                    render: (_: unknown, row: TemplateRow) =>
                      isForecastClass(row.forecast)
                        ? `${t(`class.${row.forecast}`)}: ${reasonText(row.forecast_why)}`
                        : "–",
                  },
                ]
              : []),
            ...(settled
              ? [
                  {
                    key: "outcome",
                    title: t("table.outcome"),
                    render: (_: unknown, row: TemplateRow) =>
                      `${t(`domain:template_outcome.${row.outcome}`)}: ${t(`domain:template_why.${row.why}`)}`,
                  },
                ]
              : []),
          ]}
        />
      </ScrollRegion>
    </>
  );
}
