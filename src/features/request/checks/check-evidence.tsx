/** What is known about a check: what Meta or a document shows, what people say, and where they disagree. */
import { useFormat } from "../../../lib/format.ts";
import { checkCatalogue } from "#domain/checks/check-catalogue.ts";
import { Alert } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { type MetaText, useMetaText } from "../../../widgets/meta-text.ts";
import { RelativeTime } from "../../../ui/relative-time.tsx";
import type { CheckRecord } from "./check-record.ts";
import { useCauseText } from "../use-cause-text.ts";
import styles from "./checks.module.css";

export function CheckEvidence({ check }: { check: CheckRecord }) {
  const { t } = useTranslation(["requests", "domain"]);
  const causeText = useCauseText();
  const meta = useMetaText();
  const { check_staff_data: staffData } = check;
  const isManual =
    ["passed", "stale"].includes(check.status) &&
    check.evidence_kind !== null &&
    check.evidence_kind !== "api";
  return (
    <>
      {check.cause && <div className={isManual ? styles.quiet : styles.cause}>{causeText(check.cause)}</div>}
      {check.evidence_kind && (
        <div className={styles.quiet}>
          {t(`domain:evidence.${check.evidence_kind}`)}
          {isManual && checkCatalogue[check.code].source === "api" ? ` (${t("checks.manual")})` : ""}:{" "}
          {partsOf(check, meta).join("; ")} {check.read_at && <RelativeTime value={check.read_at} />}
        </div>
      )}
      {staffData.claimed_value !== null && !check.contradicted_at && (
        <div className={styles.quiet}>{<Claim check={check} />}</div>
      )}
      {check.contradicted_at && (
        <Alert
          type="warning"
          showIcon
          className={styles.contradiction}
          title={t("checks.contradiction")}
          description={<Claim check={check} />}
        />
      )}
      {check.status === "waived" && staffData.waived_reason && (
        <div className={styles.quiet}>
          {t("checks.waived_because", { reason: staffData.waived_reason })}
          {staffData.members && ` · ${staffData.members.name}`}{" "}
          {check.waived_at && <RelativeTime value={check.waived_at} />}
        </div>
      )}
      <Rule check={check} />
    </>
  );
}

function partsOf(
  { evidence_parts, evidence_field, check_staff_data }: CheckRecord,
  meta: MetaText,
): string[] {
  const decisive = { field: evidence_field ?? "", value: check_staff_data.evidence_value };
  const others = (evidence_parts ?? []).filter(({ field }) => field !== evidence_field);
  return [decisive, ...others].map(({ field, value }) => {
    if (field === "") return value ?? "–";
    return `${meta.field(field)}: ${value === null ? "–" : meta.value(field, value)}`;
  });
}

function Claim({ check }: { check: CheckRecord }): ReactNode {
  const { t } = useTranslation(["requests", "domain"]);
  if (!check.claim_kind || !check.claimed_side) return null;
  return (
    <>
      {t(`checks.said_by.${check.claimed_side}`)} ({t(`domain:evidence.${check.claim_kind}`)}): “
      {check.check_staff_data.claimed_value}” {check.claimed_at && <RelativeTime value={check.claimed_at} />}
    </>
  );
}

/** Who requires it, with the document and the day it was read. */
function Rule({ check }: { check: CheckRecord }) {
  const { t } = useTranslation("requests");
  const format = useFormat();
  const { by, source, read } = checkCatalogue[check.code].rule;
  const date = format.date(read, "date", "UTC");
  const words = t(`checks.rule.${by}`, { date });
  return (
    <div className={styles.rule}>
      {source.startsWith("https://") ? (
        <a href={source} target="_blank" rel="noreferrer" className={styles.ruleLink}>
          {words}
        </a>
      ) : (
        words
      )}
    </div>
  );
}
