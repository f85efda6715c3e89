/** What is known about a check: what Meta or a document shows, what people say, and where the two disagree. */
import { useFormat } from "../../../lib/format.ts";
import { checkCatalogue } from "#domain/checks/check-catalogue.ts";
import { Alert, theme } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { RelativeTime } from "../../../ui/relative-time.tsx";
import type { CheckRecord } from "./check-record.ts";
import { useCauseText } from "../use-cause-text.ts";

export function CheckEvidence({ check }: { check: CheckRecord }) {
  const { t } = useTranslation(["requests", "domain"]);
  const { token } = theme.useToken();
  const causeText = useCauseText();
  const { check_staff_data: staffData } = check;
  const quiet = { color: token.colorTextDescription, overflowWrap: "anywhere" } as const;
  const isManual =
    ["passed", "stale"].includes(check.status) &&
    check.evidence_kind !== null &&
    check.evidence_kind !== "api";
  return (
    <>
      {check.cause && (
        <div style={{ color: isManual ? quiet.color : token.colorError, overflowWrap: "anywhere" }}>
          {causeText(check.cause)}
        </div>
      )}
      {check.evidence_kind && (
        <div style={quiet}>
          {t(`domain:evidence.${check.evidence_kind}`)}
          {isManual && checkCatalogue[check.code].source === "api" ? ` (${t("checks.manual")})` : ""}:{" "}
          {partsOf(check).join(", ")} {check.read_at && <RelativeTime value={check.read_at} />}
        </div>
      )}
      {staffData.claimed_value !== null && !check.contradicted_at && (
        <div style={quiet}>{<Claim check={check} />}</div>
      )}
      {check.contradicted_at && (
        <Alert
          type="warning"
          showIcon
          style={{ margin: "4px 0" }}
          title={t("checks.contradiction")}
          description={<Claim check={check} />}
        />
      )}
      {check.status === "waived" && staffData.waived_reason && (
        <div style={quiet}>
          {t("checks.waived_because", { reason: staffData.waived_reason })}
          {staffData.members && ` · ${staffData.members.name}`}{" "}
          {check.waived_at && <RelativeTime value={check.waived_at} />}
        </div>
      )}
      <Rule check={check} />
    </>
  );
}

function partsOf({ evidence_parts, evidence_field, check_staff_data }: CheckRecord): string[] {
  const decisive = { field: evidence_field ?? "", value: check_staff_data.evidence_value };
  const others = (evidence_parts ?? []).filter(({ field }) => field !== evidence_field);
  return [decisive, ...others].map(({ field, value }) => [field, value ?? "–"].filter(Boolean).join(" = "));
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

/** Who asks for it, with the document and the day it was read. */
function Rule({ check }: { check: CheckRecord }) {
  const { t } = useTranslation("requests");
  const format = useFormat();
  const { token } = theme.useToken();
  const { by, source, read } = checkCatalogue[check.code].rule;
  const date = format.date(read, "date", "UTC");
  const words = t(`checks.rule.${by}`, { date });
  return (
    <div style={{ color: token.colorTextDescription, fontSize: 12 }}>
      {source.startsWith("https://") ? (
        <a
          href={source}
          target="_blank"
          rel="noreferrer"
          style={{ color: "inherit", textDecoration: "underline" }}
        >
          {words}
        </a>
      ) : (
        words
      )}
    </div>
  );
}
