/** Every check with its evidence, by who must act; read from Meta, reported by people, or waived with a reason. */
import { checkCatalogue } from "#domain/checks/check-catalogue.ts";
import { isSettled } from "#domain/checks/readiness.ts";
import { waitingOn } from "#domain/status/statuses.ts";
import { useList } from "@refinedev/core";
import { Skeleton } from "antd";
import { useTranslation } from "react-i18next";
import { usePermitted } from "../../../queries/access.ts";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { ErrorState } from "../../../ui/error-state.tsx";
import { WaitingMark } from "../../../widgets/waiting-mark.tsx";
import { type CheckRecord, checkSelect } from "./check-record.ts";
import { CheckRow } from "./check-row.tsx";
import { ReadChecksButton } from "./read-checks-button.tsx";
import { ReadinessPoints } from "./readiness-points.tsx";
import type { RequestRow } from "../../../queries/request-row.ts";
import layout from "../../../ui/layout.module.css";
import styles from "./checks.module.css";

const editable = ["submitted", "preparing", "scheduled"];
const order = Object.keys(checkCatalogue);
/** Failed first: these stop the move. */
const byUrgency = (a: CheckRecord, b: CheckRecord) =>
  Number(b.status === "failed") - Number(a.status === "failed") ||
  order.indexOf(a.code) - order.indexOf(b.code);

export function ChecksTab({ request }: { request: RequestRow }) {
  const { t } = useTranslation("requests");
  const may = usePermitted();
  const { result, query } = useList<CheckRecord>({
    resource: "checks",
    filters: [{ field: "request_id", operator: "eq", value: request.id }],
    pagination: { mode: "off" },
    meta: { select: checkSelect },
  });
  if (query.isLoading) return <Skeleton active />;
  if (query.isError) return <ErrorState onRetry={() => void query.refetch()} />;
  const rows = result.data.toSorted(byUrgency);
  const open = editable.includes(request.status);
  const isStopped = ({ checks }: { checks: readonly CheckRecord[] }) =>
    Number(checks.some(({ status }) => status === "failed"));
  const byOwner = waitingOn.map((owner) => ({
    key: owner,
    title: <WaitingMark value={owner} />,
    checks: rows.filter((row) => !isSettled(row) && checkCatalogue[row.code].owner === owner),
  }));
  const groups = [
    ...byOwner.toSorted((a, b) => isStopped(b) - isStopped(a)),
    { key: "settled", title: t("checks.settled"), checks: rows.filter(isSettled) },
  ];
  if (rows.length === 0) return <EmptyState text={t("checks.empty")} />;
  return (
    <>
      {open && may("check.run") && request.route !== null && <ReadChecksButton request={request} />}
      <ReadinessPoints checks={rows.toSorted((a, b) => order.indexOf(a.code) - order.indexOf(b.code))} />
      {groups
        .filter(({ checks }) => checks.length > 0)
        .map(({ key, title, checks }) => (
          <section key={key} aria-labelledby={`checks-${key}`}>
            <h2 id={`checks-${key}`} className={styles.group}>
              {title}
            </h2>
            <ul className={layout.plainList}>
              {checks.map((check) => (
                <CheckRow key={check.id} check={check} request={request} open={open} />
              ))}
            </ul>
          </section>
        ))}
    </>
  );
}
