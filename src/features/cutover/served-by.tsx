/** Who serves the number right now, with the second at which it changed. */
import { useFormat } from "../../lib/format.ts";
import { theme } from "antd";
import { useTranslation } from "react-i18next";
import type { CutoverRequest } from "./cutover-data.ts";

type Props = {
  request: Pick<CutoverRequest, "registered_at" | "shared_at" | "no_return_at" | "status">;
};

export function ServedBy({ request }: Props) {
  const format = useFormat();
  const { token } = theme.useToken();
  const { registered_at: registeredAt, shared_at: sharedAt, status } = request;
  const time = (at: string) => format.date(at, "exactTime");
  const date = (at: string) => format.date(at, "dateTime");
  const words = useServedText({
    ...request,
    registeredAt: registeredAt && time(registeredAt),
    sharedAt: sharedAt && status === "cutover" ? date(sharedAt) : null,
  });
  return (
    <div
      style={{
        borderInlineStart: `4px solid ${registeredAt ? token.colorSuccess : token.colorPrimary}`,
        paddingInlineStart: 12,
        fontVariantNumeric: "tabular-nums",
      }}
    >
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
  // On a guided route the old side may have let go before the new one holds.
  if (noReturnAt) return t("served.between");
  return status === "cutover" ? t("served.old") : t("served.before");
}
