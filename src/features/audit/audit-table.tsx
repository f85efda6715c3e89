/** The rows, newest first; each expands to its content. */
import { useFormat } from "../../lib/format.ts";
import { DownOutlined, RightOutlined } from "@ant-design/icons";
import { useMany } from "@refinedev/core";
import { Button, Table } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { EmptyState } from "../../ui/empty-state.tsx";
import { rowByRow } from "../../ui/table-rows.tsx";
import { AuditDetail } from "./audit-detail.tsx";
import type { Audit, AuditEntry } from "./use-audit.ts";
import { useKindText } from "./use-kind-text.ts";
import type { People } from "../../queries/people.ts";

export function AuditTable({ audit, people }: { audit: Audit; people: People }) {
  const { t } = useTranslation("audit");
  const format = useFormat();
  const { textOf } = useKindText();
  const ids = [...new Set(audit.rows.flatMap(({ request_id }) => request_id ?? []))];
  const { result } = useMany<{ id: string; reference: string }>({
    resource: "migration_requests",
    ids,
    meta: { select: "id, reference" },
    queryOptions: { enabled: ids.length > 0, placeholderData: (previous) => previous },
  });
  const references = new Map(result.data.map(({ id, reference }) => [id, reference]));
  return (
    <Table<AuditEntry>
      {...audit.table.tableProps}
      components={rowByRow}
      rowKey="id"
      size="small"
      scroll={{ x: 720 }}
      locale={{
        emptyText: <EmptyState text={t(audit.isFiltered ? "empty_filtered" : "empty")} />,
      }}
      pagination={{ ...audit.table.tableProps.pagination, showSizeChanger: false }}
      expandable={{
        expandedRowRender: (row) => <AuditDetail row={row} people={people} />,
        columnTitle: <span className="visually-hidden">{t("column.detail")}</span>,
        expandIcon: ({ expanded, onExpand, record }) => (
          <Button
            type="text"
            size="small"
            icon={expanded ? <DownOutlined /> : <RightOutlined />}
            aria-expanded={expanded}
            aria-label={t("detail.show", { seq: record.seq })}
            onClick={(event) => onExpand(record, event)}
          />
        ),
      }}
      columns={[
        { key: "seq", title: t("column.seq"), dataIndex: "seq", width: 80 },
        {
          key: "at",
          title: t("column.at"),
          width: 190,
          render: (_, { at }) => <time dateTime={at}>{format.date(Date.parse(at), "exactDateTime")}</time>,
        },
        { key: "kind", title: t("column.kind"), render: (_, { kind }) => textOf(kind) },
        {
          key: "actor",
          title: t("column.actor"),
          render: (_, { actor_id }) =>
            actor_id === null ? t("actor.engine") : (people.nameOf(actor_id) ?? t("actor.unknown")),
        },
        {
          key: "request",
          title: t("column.request"),
          width: 110,
          render: (_, { request_id }) =>
            request_id === null ? null : (
              <Link to={`/requests/${request_id}`}>{references.get(request_id) ?? "…"}</Link>
            ),
        },
      ]}
    />
  );
}
