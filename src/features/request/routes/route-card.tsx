/** One route: whether it is open, why, what it costs, from when, and the button that takes it. */
import { type Route, routeCatalogue } from "#domain/routes/route-catalogue.ts";
import type { RouteVerdict, Verdict } from "#domain/routes/route-advice.ts";
import { type ReasonKind, routeReasons } from "#domain/routes/route-reasons.ts";
import {
  CalendarOutlined,
  CheckCircleFilled,
  CloseCircleFilled,
  QuestionCircleFilled,
} from "@ant-design/icons";
import { Button, Card, theme, Typography } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../../lib/format.ts";

const marks: Record<Verdict | ReasonKind, ReactNode> = {
  allowed: <CheckCircleFilled aria-hidden />,
  refused: <CloseCircleFilled aria-hidden />,
  unknown: <QuestionCircleFilled aria-hidden />,
  blocked: <CloseCircleFilled aria-hidden />,
  open: <QuestionCircleFilled aria-hidden />,
  date: <CalendarOutlined aria-hidden />,
};

type Props = {
  route: Route;
  judged: RouteVerdict;
  now: Date;
  recommended: boolean;
  chosen: boolean;
  /** When an admin stated that Meta allows the route; null where nobody need. */
  statedAt?: string | null;
  /** Undefined where the route cannot be chosen now. */
  onChoose: (() => void) | undefined;
};

export function RouteCard({ route, judged, now, recommended, chosen, statedAt, onChoose }: Props) {
  const { t } = useTranslation("routes");
  const format = useFormat();
  const { token } = theme.useToken();
  const entry = routeCatalogue[route];
  const { verdict, reasons, lost } = judged;
  const colors = { allowed: token.colorSuccess, refused: token.colorError, unknown: token.colorWarning };
  const heading = `route-${route}`;
  return (
    <Card
      role="article"
      aria-labelledby={heading}
      size="small"
      style={recommended ? { borderColor: token.colorPrimary, borderWidth: 2 } : undefined}
    >
      <h2 id={heading} style={{ fontSize: 15, margin: 0 }}>
        {route} · {t(`route.${route}.title`)}
      </h2>
      <div style={{ display: "flex", flexWrap: "wrap", gap: 8, margin: "4px 0 8px" }}>
        <strong style={{ color: colors[verdict] }}>
          {marks[verdict]} {t(`verdict.${verdict}`)}
        </strong>
        {recommended && <strong style={{ color: token.colorPrimary }}>{t("recommended_mark")}</strong>}
        {chosen && <strong>{t("chosen_mark")}</strong>}
      </div>
      <Typography.Paragraph style={{ marginBottom: 8 }}>{t(`route.${route}.about`)}</Typography.Paragraph>
      <dl
        style={{ margin: 0, display: "grid", gridTemplateColumns: "minmax(76px, auto) 1fr", gap: "4px 12px" }}
      >
        <Term name={t("why")}>
          {reasons.length === 0 ? (
            t("no_reasons")
          ) : (
            <ul style={{ listStyle: "none", margin: 0, padding: 0 }}>
              {reasons.map(({ code, fact }) => (
                <li key={code}>
                  {marks[routeReasons[code]]} {t(`reason.${code}`)}{" "}
                  <Typography.Text type="secondary" style={{ fontSize: 12, overflowWrap: "anywhere" }}>
                    {fact}
                  </Typography.Text>
                </li>
              ))}
            </ul>
          )}
        </Term>
        <Term name={t("lost_title")}>{lost.map((loss) => t(`loss.${loss}`)).join(", ")}</Term>
        <Term name={t("code_needed")}>{t(`code.${entry.code}`)}</Term>
        <Term name={t("earliest")}>
          <Earliest judged={judged} now={now} />
        </Term>
      </dl>
      <Typography.Paragraph type="secondary" style={{ fontSize: 12, margin: "8px 0" }}>
        {t(`run_by.${entry.runBy}`)}. {t("source", { source: entry.source })}.
        {statedAt && ` ${t("stated", { date: format.date(statedAt, "longDate") })}`}
      </Typography.Paragraph>
      {onChoose && (
        <Button type={recommended ? "primary" : "default"} onClick={onChoose} aria-describedby={heading}>
          {t("choose")}
        </Button>
      )}
    </Card>
  );
}

function Term({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt style={{ fontWeight: 600 }}>{name}</dt>
      <dd style={{ margin: 0 }}>{children}</dd>
    </>
  );
}

function Earliest({ judged, now }: { judged: RouteVerdict; now: Date }) {
  const { t } = useTranslation("routes");
  const format = useFormat();
  const { earliest: at, verdict, reasons } = judged;
  if (at === null) {
    if (verdict === "refused") return "–";
    const isOpen = verdict === "unknown" || reasons.some(({ code }) => code === "checks_open");
    return t(isOpen ? "no_date" : "no_window");
  }
  if (at.getTime() <= now.getTime()) return t("now");
  return <time dateTime={at.toISOString()}>{format.date(at, "dateTime")}</time>;
}
