/** The columns of the request list. No hooks and no menus per row: the table passes in what a cell needs. */
import type { TableColumnsType } from "antd";
import { Link } from "react-router";
import { PhoneText } from "../../widgets/phone-text.tsx";
import { ReadinessBar } from "../../widgets/readiness-bar.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { StatusText } from "../../widgets/status-text.tsx";
import { WaitingMark } from "../../widgets/waiting-mark.tsx";
import { DueTime } from "../../widgets/due-time.tsx";
import type { ListRow } from "../../queries/list-row.ts";
import { isBlocked } from "../../queries/request-row.ts";
import styles from "./request-list.module.css";

type ColumnTexts = {
  heading: (
    column: "number" | "status" | "waiting_on" | "next_action" | "readiness" | "due" | "assignee" | "updated",
  ) => string;
  nextAction: (action: string | null, subject: string | null) => string;
  unassigned: string;
  /** A request on hold, with its reason. */
  onHold: (reason: string) => string;
  /** On a phone the next action is under the company, with only status and waiting party beside it. */
  compact: boolean;
};

export function listColumns({
  heading,
  nextAction,
  unassigned,
  onHold,
  compact,
}: ColumnTexts): TableColumnsType<ListRow> {
  const next = (row: ListRow) =>
    row.hold_reason ? onHold(row.hold_reason) : nextAction(row.next_action, row.next_action_subject);
  const columns: TableColumnsType<ListRow> = [
    {
      key: "number",
      title: heading("number"),
      width: compact ? undefined : 220,
      render: (_, row) => (
        <Link to={`/requests/${row.id}`} className={styles.rowLink}>
          <PhoneText value={row.phone_number} country={row.phone_country} />
          <br />
          <span className={styles.company}>{row.client_name}</span>
          {compact && <span className={styles.nextAction}>{next(row)}</span>}
        </Link>
      ),
    },
    {
      key: "status",
      dataIndex: "status",
      title: heading("status"),
      width: 124,
      render: (_, row) => (
        <>
          <StatusText value={row.status} />
          {compact && (
            <div>
              <WaitingMark value={row.waiting_on} />
            </div>
          )}
        </>
      ),
    },
    {
      key: "waiting_on",
      dataIndex: "waiting_on",
      title: heading("waiting_on"),
      width: 124,
      render: (_, row) => <WaitingMark value={row.waiting_on} />,
    },
    {
      key: "next_action",
      title: heading("next_action"),
      ellipsis: true,
      render: (_, row) => next(row),
    },
    {
      key: "readiness",
      dataIndex: "readiness",
      title: heading("readiness"),
      width: 132,
      responsive: ["md"],
      render: (_, row) => (
        <ReadinessBar passed={row.checks_passed} total={row.checks_total} blocked={isBlocked(row)} />
      ),
    },
    {
      key: "due_order",
      dataIndex: "due_order",
      title: heading("due"),
      width: 122,
      sorter: true,
      render: (_, row) => <DueTime of={row} />,
    },
    {
      key: "assignee",
      title: heading("assignee"),
      width: 124,
      ellipsis: true,
      responsive: ["lg"],
      render: (_, row) => row.members?.name ?? unassigned,
    },
    {
      key: "updated_at",
      dataIndex: "updated_at",
      title: heading("updated"),
      width: 122,
      sorter: true,
      responsive: ["lg"],
      render: (_, row) => <RelativeTime value={row.updated_at} />,
    },
  ];
  const shown = compact ? columns.filter(({ key }) => key === "number" || key === "status") : columns;
  // A row that stays the same is not drawn again when another one changes or is selected.
  return shown.map((column) => ({ ...column, shouldCellUpdate: (row, before) => row !== before }));
}
