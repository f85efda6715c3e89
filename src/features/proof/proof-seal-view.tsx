/** The fingerprint of the proof on the screen, for comparing with a file or a print. */
import type { ProofHashes } from "#domain/proof/proof-seal.ts";
import { useTranslation } from "react-i18next";

export function ProofSealView({ hashes }: { hashes: ProofHashes }) {
  const { t } = useTranslation("proof");
  return (
    <section aria-labelledby="proof-seal">
      <h2 id="proof-seal" style={{ fontSize: 16 }}>
        {t("seal.title")}
      </h2>
      <p style={{ maxWidth: 720 }}>{t("seal.lead")}</p>
      <code style={{ overflowWrap: "anywhere" }}>{hashes.whole}</code>
    </section>
  );
}
