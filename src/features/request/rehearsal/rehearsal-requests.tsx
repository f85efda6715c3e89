/** Every request that the move would send to Meta, in order, without tokens, codes and PINs. */
import type { RehearsalResult, RehearsedRequest } from "#domain/rehearsal/rehearsal-result.ts";
import { Table, Typography } from "antd";
import { useTranslation } from "react-i18next";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { ScrollRegion } from "../../../ui/scroll-region.tsx";
import { rowByRow } from "../../../ui/table-rows.tsx";
import layout from "../../../ui/layout.module.css";
import styles from "../request.module.css";

type Row = RehearsedRequest & { key: number };

export function RehearsalRequests({ result }: { result: RehearsalResult }) {
  const { t } = useTranslation(["requests", "domain"]);
  const rows = result.requests.map((request, key) => ({ ...request, key }));
  return (
    <section>
      <h2 className={layout.partHeading}>{t("rehearsal.requests")}</h2>
      <ScrollRegion label={t("rehearsal.requests")}>
        <Table<Row>
          className={layout.wideTable}
          components={rowByRow}
          size="small"
          dataSource={rows}
          pagination={{ pageSize: 50, hideOnSinglePage: true }}
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
                    className={styles.rehearsedParameters}
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
      </ScrollRegion>
      {result.more > 0 && <p>{t("rehearsal.more", { count: result.more })}</p>}
    </section>
  );
}
