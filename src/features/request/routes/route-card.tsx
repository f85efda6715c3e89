/** One route: whether it is open, why, what it costs, from when, and the button that chooses it. */
import { type Route, routeCatalogue } from "#domain/routes/route-catalogue.ts";
import type { RouteVerdict, Verdict } from "#domain/routes/route-advice.ts";
import { type ReasonKind, routeReasons } from "#domain/routes/route-reasons.ts";
import {
  CalendarOutlined,
  CheckCircleFilled,
  CloseCircleFilled,
  QuestionCircleFilled,
} from "@ant-design/icons";
import { Button, Card, Descriptions } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useMetaText } from "../../../widgets/meta-text.ts";
import { useFormat } from "../../../lib/format.ts";
import { Paragraph, Text } from "../../../ui/text.tsx";
import layout from "../../../ui/layout.module.css";
import styles from "./routes.module.css";

const marks: Record<Verdict | ReasonKind, ReactNode> = {
  allowed: <CheckCircleFilled aria-hidden />,
  refused: <CloseCircleFilled aria-hidden />,
  unknown: <QuestionCircleFilled aria-hidden />,
  blocked: <CloseCircleFilled aria-hidden />,
  open: <QuestionCircleFilled aria-hidden />,
  date: <CalendarOutlined aria-hidden />,
};

const month = { month: "long", year: "numeric" } as const;

type Props = {
  route: Route;
  judged: RouteVerdict;
  now: Date;
  recommended: boolean;
  chosen: boolean;
  /** When an admin stated that Meta allows the route; null if no statement is needed. */
  statedAt?: string | null;
  /** Undefined if the route cannot be chosen now. */
  onChoose: (() => void) | undefined;
};

export function RouteCard({ route, judged, now, recommended, chosen, statedAt, onChoose }: Props) {
  const { t } = useTranslation("routes");
  const format = useFormat();
  const entry = routeCatalogue[route];
  const { verdict, reasons, lost } = judged;
  const heading = `route-${route}`;
  return (
    <Card
      role="article"
      aria-labelledby={heading}
      size="small"
      className={recommended ? styles.recommended : undefined}
    >
      <h2 id={heading} className={styles.cardTitle}>
        {route} · {t(`route.${route}.title`)}
      </h2>
      <div className={styles.marks}>
        <strong className={styles.verdict} data-verdict={verdict}>
          {marks[verdict]} {t(`verdict.${verdict}`)}
        </strong>
        {recommended && <strong className={styles.recommendedMark}>{t("recommended_mark")}</strong>}
        {chosen && <strong>{t("chosen_mark")}</strong>}
      </div>
      <Paragraph className={styles.about}>{t(`route.${route}.about`)}</Paragraph>
      <Descriptions
        column={1}
        size="small"
        colon={false}
        classNames={{ label: styles.term }}
        items={[
          { key: "why", label: t("why"), children: <Reasons reasons={reasons} /> },
          { key: "lost", label: t("lost_title"), children: lost.map((loss) => t(`loss.${loss}`)).join(", ") },
          { key: "code", label: t("code_needed"), children: t(`code.${entry.code}`) },
          { key: "earliest", label: t("earliest"), children: <Earliest judged={judged} now={now} /> },
        ]}
      />
      <Paragraph type="secondary" className={styles.source}>
        {t(`run_by.${entry.runBy}`)}.{" "}
        {t("source", { page: t(`page.${route}`), month: format.date(entry.read, month, "UTC") })}
        {statedAt && ` ${t("stated", { date: format.date(statedAt, "longDate") })}`}
      </Paragraph>
      {onChoose && (
        <Button type={recommended ? "primary" : "default"} onClick={onChoose} aria-describedby={heading}>
          {t("choose")}
        </Button>
      )}
    </Card>
  );
}

function Reasons({ reasons }: Pick<RouteVerdict, "reasons">) {
  const { t } = useTranslation("routes");
  const meta = useMetaText();
  const factText = (fact: string) =>
    /^\d+$/.test(fact) ? t("meta_error", { code: fact }) : t("based_on", { field: meta.field(fact) });
  if (reasons.length === 0) return t("no_reasons");
  return (
    <ul className={layout.plainList}>
      {reasons.map(({ code, fact }) => (
        <li key={code}>
          {marks[routeReasons[code]]} {t(`reason.${code}`)}{" "}
          <Text type="secondary" className={`${layout.small} ${layout.anyWrap}`}>
            {factText(fact)}
          </Text>
        </li>
      ))}
    </ul>
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
