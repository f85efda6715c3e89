/** The destination's template slots: what stands there, what fits, and what is left over. */
import type { ForecastSummary } from "#domain/templates/forecast-schema.ts";
import { theme } from "antd";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../../lib/format.ts";

export function SlotsBar({ slots }: { slots: ForecastSummary["slots"] }) {
  const { t } = useTranslation("templates");
  const format = useFormat();
  const { token } = theme.useToken();
  const number = (value: number) => format.number(value);
  const width = (count: number) => `${Math.min(100, (count / slots.limit) * 100)}%`;
  const beyond = slots.wanted - slots.fitting;
  return (
    <div style={{ marginBottom: 12 }}>
      <div
        aria-hidden
        style={{
          display: "flex",
          height: 10,
          borderRadius: 5,
          overflow: "hidden",
          background: token.colorFillSecondary,
        }}
      >
        <span style={{ width: width(slots.used), background: token.colorTextTertiary }} />
        <span
          style={{
            width: width(slots.fitting),
            minWidth: slots.fitting > 0 ? 3 : 0,
            background: beyond > 0 ? token.colorError : token.colorPrimary,
          }}
        />
      </div>
      <div style={{ marginTop: 4 }}>
        {t("slots.line", {
          used: number(slots.used),
          limit: number(slots.limit),
          fitting: number(slots.fitting),
          wanted: number(slots.wanted),
        })}
      </div>
    </div>
  );
}
