/** The five stages as a line of dots: done, under way, to come; told in words to a screen reader. */
import { theme } from "antd";
import { useTranslation } from "react-i18next";
import { type Stage, stages } from "./progress.ts";

/** `ended` marks the last stage as reached, not as under way. */
export function ProgressSteps({ stage, ended }: { stage: Stage; ended: boolean }) {
  const { t } = useTranslation("portal");
  const { token } = theme.useToken();
  const at = stages.indexOf(stage);
  const label = t("progress.label", {
    stage: t(`progress.${stage}`),
    position: at + 1,
    total: stages.length,
  });
  return (
    <ol
      aria-label={label}
      style={{ display: "flex", listStyle: "none", margin: 0, padding: 0, fontSize: 12 }}
    >
      {stages.map((name, index) => {
        const done = index < at || ended;
        const current = index === at && !ended;
        return (
          <li key={name} aria-current={current ? "step" : undefined} style={{ flex: 1, textAlign: "center" }}>
            <span aria-hidden style={{ display: "flex", alignItems: "center", marginBottom: 4 }}>
              <Line drawn={index > 0} strong={index <= at} />
              <span
                style={{
                  width: 16,
                  height: 16,
                  flex: "none",
                  borderRadius: "50%",
                  boxSizing: "border-box",
                  border: `2px solid ${done || current ? token.colorPrimary : token.colorBorder}`,
                  background: done ? token.colorPrimary : token.colorBgContainer,
                  boxShadow: current ? `0 0 0 4px ${token.colorPrimaryBg}` : "none",
                }}
              />
              <Line drawn={index < stages.length - 1} strong={index < at} />
            </span>
            <span
              style={{
                fontWeight: current ? 600 : 400,
                color: index > at ? token.colorTextSecondary : token.colorText,
              }}
            >
              {t(`progress.${name}`)}
            </span>
          </li>
        );
      })}
    </ol>
  );
}

function Line({ drawn, strong }: { drawn: boolean; strong: boolean }) {
  const { token } = theme.useToken();
  const color = strong ? token.colorPrimary : token.colorBorder;
  return <span style={{ flex: 1, height: 2, background: drawn ? color : "transparent" }} />;
}
