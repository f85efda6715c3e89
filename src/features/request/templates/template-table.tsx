/** Every template with forecast and outcome; pages, filters and search are the database's, so that thousands are no burden. */
import { useFormat } from "../../../lib/format.ts";
import { forecastClasses, forecastReasons } from "#domain/templates/forecast-schema.ts";
import { isForecastClass, type TemplateCount } from "#domain/templates/forecast-score.ts";
import type { TemplateRecord } from "#domain/templates/template-outcome.ts";
import { type CrudFilter, useList } from "@refinedev/core";
import { Input, Select, Space, Table } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Row } from "../../../queries/row.ts";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { ErrorState } from "../../../ui/error-state.tsx";
import { rowByRow } from "../../../ui/table-rows.tsx";

type TemplateRow = Omit<Row<"templates">, "outcome" | "why"> & Pick<TemplateRecord, "outcome" | "why">;
type Props = { requestId: string; counts: readonly TemplateCount[]; settled: boolean };

const pageSize = 25;

export function TemplateTable({ requestId, counts, settled }: Props) {
  const { t } = useTranslation(["templates", "domain"]);
  const format = useFormat();
  const [page, setPage] = useState(1);
  const [search, setSearch] = useState("");
  const [chosen, setChosen] = useState<{ forecast?: string; forecast_why?: string; outcome?: string }>({});
  const filters: CrudFilter[] = [
    { field: "request_id", operator: "eq", value: requestId },
    { field: "name", operator: "contains", value: search.trim() },
    ...Object.entries(chosen).map(([field, value]) => ({ field, operator: "eq" as const, value })),
  ];
  const { result, query } = useList<TemplateRow>({
    resource: "templates",
    filters,
    sorters: [
      { field: "monthly_sends", order: "desc" },
      { field: "name", order: "asc" },
    ],
    pagination: { currentPage: page, pageSize },
  });
  if (query.isError) return <ErrorState onRetry={() => void query.refetch()} />;
  const choose = (field: keyof typeof chosen, value: string | undefined) => {
    const { [field]: _previous, ...rest } = chosen;
    setChosen(value === undefined ? rest : { ...rest, [field]: value });
    setPage(1);
  };
  const present = (key: "forecast" | "forecast_why" | "outcome") =>
    new Set(counts.map((count) => count[key]));
  const predicted = counts.some(({ forecast }) => isForecastClass(forecast));
  const reasonText = (why: string | null) => {
    const known = forecastReasons.find((reason) => reason === why);
    return known ? t(`reason.${known}`) : "";
  };
  const choices: { field: keyof typeof chosen; options: { value: string; label: string }[] }[] = [
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
      <Space wrap style={{ marginBottom: 12 }}>
        <Input.Search
          allowClear
          aria-label={t("table.search")}
          placeholder={t("table.search")}
          style={{ width: 220 }}
          onSearch={(value) => {
            setSearch(value);
            setPage(1);
          }}
        />
        {choices
          .filter(({ options }) => options.length > 1)
          .map(({ field, options }) => (
            <Select
              key={field}
              allowClear
              aria-label={t(`table.${field}`)}
              placeholder={t(`table.${field}`)}
              style={{ minWidth: 180 }}
              popupMatchSelectWidth={false}
              options={options}
              value={chosen[field] ?? null}
              onChange={(value: string | null) => choose(field, value ?? undefined)}
            />
          ))}
      </Space>
      <Table<TemplateRow>
        components={rowByRow}
        rowKey="id"
        size="small"
        loading={query.isLoading}
        dataSource={result.data}
        pagination={{
          current: page,
          pageSize,
          total: result.total ?? 0,
          showSizeChanger: false,
          hideOnSinglePage: true,
          onChange: setPage,
        }}
        scroll={{ x: 720 }}
        locale={{ emptyText: <EmptyState text={t("table.nothing")} /> }}
        columns={[
          { key: "name", title: t("table.name"), render: (_, row) => `${row.name} (${row.language})` },
          { key: "category", dataIndex: "category", title: t("table.category") },
          {
            key: "source",
            title: t("table.source"),
            render: (_, row) => [row.source_status, row.source_quality].filter(Boolean).join(", "),
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
    </>
  );
}
