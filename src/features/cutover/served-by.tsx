/** Who serves the number right now, with the second at which it changed. */
import { theme } from "antd";
import { useTranslation } from "react-i18next";

export function ServedBy({ registeredAt, status }: { registeredAt: string | null; status: string }) {
  const { t, i18n } = useTranslation("cutover");
  const { token } = theme.useToken();
  const at = registeredAt ? new Date(registeredAt).toLocaleTimeString(i18n.language) : undefined;
  const words = at ? t("served.new", { at }) : status === "cutover" ? t("served.old") : t("served.before");
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
