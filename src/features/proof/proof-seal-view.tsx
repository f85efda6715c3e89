/** The fingerprint of the proof on the screen, to compare with a file or a printout. */
import type { ProofHashes } from "#domain/proof/proof-seal.ts";
import { useTranslation } from "react-i18next";
import layout from "../../ui/layout.module.css";
import styles from "./proof.module.css";

export function ProofSealView({ hashes }: { hashes: ProofHashes }) {
  const { t } = useTranslation("proof");
  return (
    <section aria-labelledby="proof-seal">
      <h2 id="proof-seal" className={layout.partHeading}>
        {t("seal.title")}
      </h2>
      <p className={styles.text}>{t("seal.lead")}</p>
      <code className={layout.anyWrap}>{hashes.whole}</code>
    </section>
  );
}
