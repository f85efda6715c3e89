/** Who serves the number right now, with the second at which it changed. */
import { theme } from "antd";
import { useTranslation } from "react-i18next";

type Props = { registeredAt: string | null; noReturnAt: string | null; status: string };

export function ServedBy({ registeredAt, noReturnAt, status }: Props) {
  const { t, i18n } = useTranslation("cutover");
  const { token } = theme.useToken();
  const at = registeredAt ? new Date(registeredAt).toLocaleTimeString(i18n.language) : undefined;
  const before = status === "cutover" ? t("served.old") : t("served.before");
  // On a guided route the old side may have let go before the new one holds.
  const words = at ? t("served.new", { at }) : noReturnAt ? t("served.between") : before;
  return (
    <div
      style={{
        borderInlineStart: `4px solid ${at ? token.colorSuccess : token.colorPrimary}`,
        paddingInlineStart: 12,
        fontVariantNumeric: "tabular-nums",
      }}
    >
      {words}
    </div>
  );
}
