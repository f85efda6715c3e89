/** The client's deadline: the exact time in the reader's own zone, and how far away it is. */
import { useFormat } from "../../../lib/format.ts";
import { useTranslation } from "react-i18next";
import { TimeLeft } from "../../../ui/relative-time.tsx";
import { type ClientStep, isWaitingOnClient } from "./client-step.ts";
import type { PortalRequest } from "../portal-request.ts";
import { Paragraph } from "../../../ui/text.tsx";
import styles from "../portal.module.css";

type Facts = Pick<PortalRequest, "waiting_on" | "due_at" | "window_starts_at">;

export function Deadline({ step, request }: { step: ClientStep; request: Facts }) {
  const { t } = useTranslation("portal");
  const format = useFormat();
  const due = deadlineOf(step, request);
  if (due === null) return null;
  return (
    <Paragraph className={styles.paragraph}>
      <strong>{t("by_when")}: </strong>
      {format.date(due, "fullDateTime")} (<TimeLeft value={due} />)
    </Paragraph>
  );
}

/** What others owe is not the client's deadline, and a date is useless once it has begun. */
function deadlineOf(step: ClientStep, { waiting_on, due_at: due, window_starts_at: begin }: Facts) {
  if (waiting_on !== "client" || due === null || !isWaitingOnClient(step)) return null;
  return step.kind === "confirm_date" && begin !== null && Date.parse(begin) < Date.parse(due) ? begin : due;
}
