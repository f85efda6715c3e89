/** Who serves the number right now, with the second of the change. */
import { useFormat } from "../../lib/format.ts";
import { useTranslation } from "react-i18next";
import type { CutoverRequest } from "./cutover-data.ts";
import styles from "./cutover.module.css";

type Props = {
  request: Pick<CutoverRequest, "registered_at" | "shared_at" | "no_return_at" | "status">;
};

export function ServedBy({ request }: Props) {
  const format = useFormat();
  const { registered_at: registeredAt, shared_at: sharedAt, status } = request;
  const time = (at: string) => format.date(at, "exactTime");
  const date = (at: string) => format.date(at, "dateTime");
  const words = useServedText({
    ...request,
    registeredAt: registeredAt && time(registeredAt),
    sharedAt: sharedAt && status === "cutover" ? date(sharedAt) : null,
  });
  return (
    <div className={styles.servedBy} data-registered={Boolean(registeredAt)}>
      {words}
    </div>
  );
}

type Times = { registeredAt: string | null; sharedAt: string | null };

function useServedText({
  registeredAt,
  sharedAt,
  no_return_at: noReturnAt,
  status,
}: Times & Props["request"]): string {
  const { t } = useTranslation("cutover");
  if (registeredAt) return t("served.new", { at: registeredAt });
  if (sharedAt) return t("served.shared", { at: sharedAt });
  // On a guided route the old side may release the number before the new one holds it.
  if (noReturnAt) return t("served.between");
  return status === "cutover" ? t("served.old") : t("served.before");
}
