/** Checks passed of all, as a thin bar with the two numbers. */
import { theme } from "antd";
import { useTranslation } from "react-i18next";

export function ReadinessBar({
  passed,
  total,
  blocked,
}: {
  passed: number;
  total: number;
  blocked: boolean;
}) {
  const { t } = useTranslation();
  const { token } = theme.useToken();
  if (total === 0) return <span>–</span>;
  return (
    <span
      style={{ display: "inline-flex", alignItems: "center", gap: 8 }}
      title={blocked ? t("readiness.blocked") : undefined}
    >
      <span
        aria-hidden
        style={{ width: 48, height: 4, borderRadius: 2, background: token.colorFillSecondary }}
      >
        <span
          style={{
            display: "block",
            height: 4,
            borderRadius: 2,
            width: `${(passed / total) * 100}%`,
            background: blocked ? token.colorError : token.colorPrimary,
          }}
        />
      </span>
      <span style={{ fontVariantNumeric: "tabular-nums" }}>
        {passed}/{total}
      </span>
    </span>
  );
}
