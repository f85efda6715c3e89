/** The findings about a proof file, the worst first. */
import { type SectionName, sectionNames } from "#domain/proof/proof-document.ts";
import { Alert } from "antd";
import { useTranslation } from "react-i18next";
import type { FileFinding } from "./file-check.ts";
import layout from "../../ui/layout.module.css";

export function FindingView({ finding }: { finding: FileFinding }) {
  const { t } = useTranslation("proof");
  if (finding.kind !== "checked") return <Finding type="error" text={t(`check.${finding.kind}`)} />;
  const { file, now } = finding;
  const named = (sections: readonly string[]) =>
    sections
      .map((name) =>
        isSection(name) ? t(`section.${name}` as "section.subject") : t("check.unknown_section", { name }),
      )
      .join(", ");
  const fits = file.changed.length === 0 && file.wholeFits;
  return (
    <>
      {file.changed.length > 0 && (
        <Finding type="error" text={t("check.changed", { sections: named(file.changed) })} />
      )}
      {!file.wholeFits && <Finding type="error" text={t("check.whole_changed")} />}
      {fits && <Finding type="success" text={t("check.intact")} />}
      {file.rewritten && <Finding type="warning" text={t("check.rewritten")} />}
      {now === "other" ? (
        <Finding type="warning" text={t("check.other", { reference: file.reference ?? "–" })} />
      ) : now === "not_yours" ? (
        <Finding type="info" text={t("check.not_yours")} />
      ) : now.length > 0 ? (
        <Finding type="warning" text={t("check.differs", { sections: named(now) })} />
      ) : (
        <Finding type="success" text={t("check.same")} />
      )}
      <p className={layout.flushAbove12}>
        {t("check.fingerprint")}: <code className={layout.anyWrap}>{file.hashes.whole}</code>
      </p>
    </>
  );
}

function isSection(name: string): name is SectionName {
  return sectionNames.some((one) => one === name);
}

function Finding({ type, text }: { type: "error" | "warning" | "info" | "success"; text: string }) {
  return <Alert type={type} showIcon title={text} className={layout.above12} />;
}
