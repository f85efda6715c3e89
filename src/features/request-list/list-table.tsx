/** The rows, with one keyboard cursor: arrows move it, Enter opens the page, a click opens the side panel. */
import { Grid, Table } from "antd";
import { type KeyboardEvent, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { EmptyState } from "../../ui/empty-state.tsx";
import { useNextActionText } from "../../widgets/next-action-text.tsx";
import { rowByRow } from "../../ui/table-rows.tsx";
import { listColumns } from "./list-columns.tsx";
import type { ListRow } from "../../queries/list-row.ts";
import type { RequestList } from "./use-request-list.ts";

export function ListTable({ list }: { list: RequestList }) {
  const { t, i18n } = useTranslation("requests");
  const compact = !(Grid.useBreakpoint().md ?? true);
  const nextAction = useNextActionText();
  const navigate = useNavigate();
  const columns = useMemo(
    () =>
      listColumns({
        heading: (column) => t(`column.${column}`),
        nextAction,
        unassigned: t("unassigned"),
        // Portdesk's own clock writes a code where a person writes a reason.
        onHold: (reason) =>
          `${t("on_hold")}: ${reason === "client_silent" ? t("hold.client_silent") : reason}`,
        compact,
      }),
    [t, nextAction, compact],
  );

  const move = (event: KeyboardEvent) => {
    const at = list.rows.findIndex((row) => row.id === list.selected);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const next =
        list.rows[Math.min(Math.max(at + (event.key === "ArrowDown" ? 1 : -1), 0), list.rows.length - 1)];
      if (next) list.select(next.id);
    }
    if (event.key === "Enter" && list.selected && event.target === event.currentTarget) {
      void navigate(`/requests/${list.selected}`);
    }
  };
  return (
    <section aria-label={t("queue.rows")} tabIndex={0} onKeyDown={move}>
      <Table<ListRow>
        components={rowByRow}
        {...list.table.tableProps}
        // The cells keep their content while their row is the same; another language or width needs other cells.
        key={`${i18n.language} ${compact}`}
        pagination={false}
        onChange={(...change) => {
          list.begin();
          list.table.tableProps.onChange?.(...change);
        }}
        rowKey="id"
        size="middle"
        columns={columns}
        scroll={compact ? undefined : { x: 900 }}
        rowClassName={(row) => (row.id === list.selected ? "ant-table-row-selected" : "")}
        onRow={(row) => ({
          onClick: (event) => {
            if (!(event.target as Element).closest("a, button")) list.select(row.id);
          },
          style: { cursor: "pointer" },
        })}
        locale={{ emptyText: <EmptyState text={t("queue.empty")} /> }}
      />
    </section>
  );
}
