/** The proof of a move on one page: the content of the PDF and the file, in the reader's language. */
import { type ProofDocument, proofStage } from "#domain/proof/proof-document.ts";
import type { ProofRows, Variant } from "#domain/proof/proof-rows.ts";
import { readingPair } from "#domain/proof/reading-pair.ts";
import { Button, Segmented, Space } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { useProofRows } from "../../queries/proof-reading.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { PageHeading } from "../../ui/page-heading.tsx";
import { PageSkeleton } from "../../ui/page-skeleton.tsx";
import { PhoneText } from "../../widgets/phone-text.tsx";
import { SectionView } from "./block-view.tsx";
import { CheckButton } from "./check-dialog.tsx";
import { ProofSealView } from "./proof-seal-view.tsx";
import { DownloadButtons } from "./download-buttons.tsx";
import { useSealedProof } from "./use-sealed-proof.ts";
import { renderProof } from "./text/proof-text.ts";
import styles from "./proof.module.css";

export const StaffProofPage = () => <ProofPage reader="staff" />;
export const ClientProofPage = () => <ProofPage reader="client" />;

function ProofPage({ reader }: { reader: Variant }) {
  const { id = "" } = useParams();
  const { data: rows, isError, refetch } = useProofRows(id, reader);
  if (isError) return <ErrorState onRetry={() => void refetch()} />;
  return rows ? <Proof rows={rows} reader={reader} /> : <PageSkeleton />;
}

function Proof({ rows, reader }: { rows: ProofRows; reader: Variant }) {
  const { t } = useTranslation("proof");
  const [variant, setVariant] = useState(reader);
  const { sealed, failed } = useSealedProof(rows, variant);
  const { request } = rows;
  const stage = proofStage(rows);
  if (failed) return <ErrorState onRetry={() => window.location.reload()} />;
  if (!sealed) return <PageSkeleton />;
  return (
    <div className={styles.page}>
      <PageHeading title={t("title", { reference: request.reference })}>
        {stage === "ready" && (
          <Space wrap className="no-print">
            <DownloadButtons sealed={sealed} />
            <Button onClick={() => window.print()}>{t("print")}</Button>
            <CheckButton rows={rows} reader={reader} />
          </Space>
        )}
      </PageHeading>
      {stage === "ready" && reader === "staff" && (
        <Segmented<Variant>
          className="no-print"
          aria-label={t("variant.label")}
          value={variant}
          onChange={setVariant}
          options={[
            { value: "staff", label: t("variant.staff") },
            { value: "client", label: t("variant.client") },
          ]}
        />
      )}
      <p>
        <PhoneText value={request.phone_number} country={request.phone_country} /> · {request.client.name}
      </p>
      {stage === "ready" ? (
        <>
          <ProofBody document={sealed.document} isWhole={readingPair(rows.snapshots).after !== undefined} />
          <ProofSealView hashes={sealed.hashes} />
        </>
      ) : (
        <EmptyState text={t(stage === "waiting" ? "waiting_after" : "waiting_before")} />
      )}
    </div>
  );
}

function ProofBody({ document, isWhole }: { document: ProofDocument; isWhole: boolean }) {
  const { t, i18n } = useTranslation(["proof", "domain", "monitoring"]);
  return (
    <>
      {!isWhole && <p>{t("ended_early")}</p>}
      <p>{t("zone", { zone: document.sections.subject.timeZone })}</p>
      {renderProof(document, t, i18n.language).map((section) => (
        <SectionView key={section.name} section={section} />
      ))}
    </>
  );
}
