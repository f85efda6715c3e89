/** When the next action is due, or how late it is; from three quarters of the time limit on it warns. */
import { useTranslation } from "react-i18next";
import { TimeLeft } from "../ui/relative-time.tsx";
import { useMinute } from "../ui/use-minute.ts";
import type { RequestRow } from "../queries/request-row.ts";
import styles from "./widgets.module.css";

type Props = {
  of: Pick<RequestRow, "due_at" | "predicted_breach_at">;
  /** As of `TimeLeft`. */
  label?: string;
};

export function DueTime({ of: request, label }: Props) {
  const { t } = useTranslation("requests");
  const now = useMinute();
  if (request.due_at === null) return <span>–</span>;
  const late = now > Date.parse(request.due_at);
  const soon = !late && request.predicted_breach_at !== null && now > Date.parse(request.predicted_breach_at);
  return (
    <span className={styles.due} data-state={late ? "late" : soon ? "soon" : "in_time"}>
      <TimeLeft value={request.due_at} label={label} />
      {soon && ` · ${t("due_soon")}`}
    </span>
  );
}
