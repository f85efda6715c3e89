/** The seven statuses as one line, with the bar behind which there is no way back. */
import { mainLine, type Status } from "#domain/status/statuses.ts";
import { theme } from "antd";
import { useTranslation } from "react-i18next";

export function MoveLine({ status }: { status: Status }) {
  const { t } = useTranslation(["common", "domain"]);
  const { token } = theme.useToken();
  const reached = mainLine.findIndex((one) => one === status);
  return (
    <ol
      aria-label={t("move_line.label")}
      style={{ display: "flex", flexWrap: "wrap", gap: "4px 0", listStyle: "none", margin: 0, padding: 0 }}
    >
      {mainLine.map((one, index) => {
        const passed = reached >= index;
        const current = reached === index;
        return (
          <li
            key={one}
            aria-current={current ? "step" : undefined}
            style={{ display: "flex", alignItems: "center" }}
          >
            {one === "monitoring" && (
              <span
                role="img"
                aria-label={t("move_line.no_return")}
                title={t("move_line.no_return")}
                style={{ width: 3, height: 22, background: token.colorError, margin: "0 8px" }}
              />
            )}
            <span
              style={{
                padding: "2px 10px",
                borderBottom: `3px solid ${passed ? token.colorPrimary : token.colorFillSecondary}`,
                fontWeight: current ? 700 : 400,
                color: passed ? token.colorText : token.colorTextDescription,
              }}
            >
              {t(`domain:status.${one}`)}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
