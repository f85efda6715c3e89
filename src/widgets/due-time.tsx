/** When the next action is due; from three quarters of the time limit on it warns in words and colour. */
import { useTranslation } from "react-i18next";
import { RelativeTime } from "../ui/relative-time.tsx";
import { useMinute } from "../ui/use-minute.ts";
import type { RequestRow } from "../queries/request-row.ts";
import styles from "./widgets.module.css";

export function DueTime({ of: request }: { of: Pick<RequestRow, "due_at" | "predicted_breach_at"> }) {
  const { t } = useTranslation("requests");
  const now = useMinute();
  if (request.due_at === null) return <span>–</span>;
  const late = now > Date.parse(request.due_at);
  const soon = !late && request.predicted_breach_at !== null && now > Date.parse(request.predicted_breach_at);
  return (
    <span className={styles.due} data-state={late ? "late" : soon ? "soon" : "in_time"}>
      <RelativeTime value={request.due_at} />
      {late && ` · ${t("due.late")}`}
      {soon && ` · ${t("due.soon")}`}
    </span>
  );
}
