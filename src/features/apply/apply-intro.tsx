/** What the visitor should know before the first field: whose page it is, how the move works, what it costs. */
import type { ProviderPage, Tariff } from "#domain/functions/provider-page-function.ts";
import { Card } from "antd";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../lib/format.ts";
import { PageHeading } from "../../ui/page-heading.tsx";
import { Paragraph } from "../../ui/text.tsx";
import layout from "../../ui/layout.module.css";
import styles from "./apply.module.css";

const course = ["file", "check", "date", "move", "proof"] as const;

export function ApplyIntro({ provider }: { provider: ProviderPage }) {
  const { t } = useTranslation("apply");
  return (
    <header className={layout.below24}>
      <div className={styles.accentLine} style={{ background: provider.accentColor }} />
      <PageHeading title={t("title", { provider: provider.name })} />
      <Paragraph className={styles.lead}>{t("lead")}</Paragraph>
      <Card styles={{ body: { padding: 16 } }}>
        <h2 className={`${layout.flushBelow8} ${layout.partHeading}`}>{t("happens.title")}</h2>
        <ol className={`${layout.bulletList} ${layout.stack4}`}>
          {course.map((part) => (
            <li key={part}>{t(`happens.${part}`)}</li>
          ))}
        </ol>
        {provider.tariff ? <Terms tariff={provider.tariff} /> : null}
      </Card>
    </header>
  );
}

/** antd 6.6's Descriptions would add 3 kB to the first load of this page alone. */
function Terms({ tariff }: { tariff: Tariff }) {
  const { t } = useTranslation("apply");
  const format = useFormat();
  const price = (micros: number) =>
    micros === 0
      ? t("terms.free")
      : format.number(micros / 1_000_000, {
          style: "currency",
          currency: tariff.currency,
          maximumFractionDigits: 6,
        });
  const rows = [
    [t("terms.connection"), price(tariff.connection_fee_micros)],
    [t("terms.monthly"), price(tariff.monthly_fee_micros)],
    [t("terms.message"), price(tariff.message_fee_micros)],
    [t("terms.days"), t("terms.days_value", { min: tariff.min_working_days, max: tariff.max_working_days })],
  ];
  return (
    <>
      <h2 className={`${styles.termsTitle} ${layout.partHeading}`}>{t("terms.title")}</h2>
      <dl className={`${layout.flush} ${layout.stack4}`}>
        {rows.map(([term, value]) => (
          <div key={term} className={styles.term}>
            <dt>{term}</dt>
            <dd className={`${layout.flush} ${layout.strong} ${styles.price}`}>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
