/** Every request that the move would send to Meta, in order, without tokens, codes and PINs. */
import type { RehearsalResult, RehearsedRequest } from "#domain/rehearsal/rehearsal-result.ts";
import { Table, Typography } from "antd";
import { useTranslation } from "react-i18next";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { rowByRow } from "../../../ui/table-rows.tsx";

type Row = RehearsedRequest & { key: number };

export function RehearsalRequests({ result }: { result: RehearsalResult }) {
  const { t } = useTranslation(["requests", "domain"]);
  const rows = result.requests.map((request, key) => ({ ...request, key }));
  return (
    <section aria-label={t("rehearsal.requests")}>
      <h2 style={{ fontSize: 16 }}>{t("rehearsal.requests")}</h2>
      <Table<Row>
        components={rowByRow}
        size="small"
        dataSource={rows}
        pagination={{ pageSize: 50, hideOnSinglePage: true }}
        scroll={{ x: 640 }}
        locale={{ emptyText: <EmptyState text={t("rehearsal.no_requests")} /> }}
        columns={[
          {
            key: "step",
            title: t("rehearsal.step"),
            render: (_, { step }) => t(`domain:step.${step}.title`),
          },
          {
            key: "request",
            title: t("rehearsal.request"),
            render: (_, { method, path, parameters }) => (
              <>
                <code>
                  {method} {path}
                </code>
                <Typography.Paragraph
                  type="secondary"
                  ellipsis={{ rows: 2, expandable: true }}
                  style={{ margin: 0, fontSize: 12, overflowWrap: "anywhere" }}
                >
                  {Object.entries(parameters)
                    .map(
                      ([name, value]) =>
                        `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`,
                    )
                    .join(" · ")}
                </Typography.Paragraph>
              </>
            ),
          },
          {
            key: "answer",
            title: t("rehearsal.answer"),
            render: (_, { status, errorCode }) => [status ?? "—", errorCode].filter(Boolean).join(" · "),
          },
        ]}
      />
      {result.more > 0 && <p>{t("rehearsal.more", { count: result.more })}</p>}
    </section>
  );
}
