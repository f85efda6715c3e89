/** Everything that is checked before the move, in the client's words: nothing is hidden, and little must be read. */
import { isSettled } from "#domain/checks/readiness.ts";
import { checkCatalogue } from "#domain/checks/check-catalogue.ts";
import { Space } from "antd";
import { useTranslation } from "react-i18next";
import { Disclosure } from "../../../ui/disclosure.tsx";
import { WaitingMark } from "../../../widgets/waiting-mark.tsx";
import { PortalCard } from "./portal-card.tsx";
import type { PortalCheck } from "../portal-request.ts";
import { Text } from "../../../ui/text.tsx";
import styles from "../portal.module.css";

const order = Object.keys(checkCatalogue);

export function AllChecks({ checks }: { checks: readonly PortalCheck[] }) {
  const { t } = useTranslation(["portal", "domain"]);
  const rows = checks.toSorted((a, b) => order.indexOf(a.code) - order.indexOf(b.code));
  const settled = rows.filter(isSettled).length;
  if (rows.length === 0) return null;
  return (
    <PortalCard title={t("portal:checks.title")}>
      <Disclosure summary={t("portal:checks.count", { settled, total: rows.length })}>
        <ul className={styles.checkList}>
          {rows.map((check) => (
            <li key={check.id}>
              <Space wrap>
                <strong>{t(`portal:check.${check.code}.title`)}</strong>
                <span>{t(`domain:check_status.${check.status}`)}</span>
                {isSettled(check) ? null : <WaitingMark value={checkCatalogue[check.code].owner} />}
              </Space>
              <Text type="secondary" className={styles.ownLine}>
                {t(`portal:check.${check.code}.why`)}
              </Text>
            </li>
          ))}
        </ul>
      </Disclosure>
    </PortalCard>
  );
}
