/** Downloads the proof: as PDF in either language, or as JSON with its hashes. */
import { proofFileText, type SealedProof } from "#domain/proof/proof-seal.ts";
import { DownOutlined } from "@ant-design/icons";
import { Button, Dropdown } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { saveFile } from "../../queries/commands/export-download.ts";
import { type Language, languages, textsIn } from "../../providers/i18n.ts";
import { useNotify } from "../../providers/notify.ts";

const names = { en: "take.english", ru: "take.russian" } as const;

export function DownloadButtons({ sealed }: { sealed: SealedProof }) {
  const { t } = useTranslation("proof");
  const notify = useNotify();
  const [busy, setBusy] = useState(false);
  const fileName = (ending: string) =>
    `proof-${sealed.document.sections.subject.reference}-${sealed.hashes.whole.slice(0, 8)}${ending}`;

  const takePdf = async (language: Language) => {
    setBusy(true);
    try {
      saveFile(await pdfIn(language, sealed), fileName(`-${language}.pdf`));
    } catch {
      notify.error(t("take.failed"));
    } finally {
      setBusy(false);
    }
  };
  const takeJson = () =>
    saveFile(new Blob([proofFileText(sealed)], { type: "application/json" }), fileName(".json"));
  return (
    <>
      <Dropdown
        trigger={["click"]}
        menu={{
          items: languages.map((language) => ({ key: language, label: t(names[language]) })),
          onClick: ({ key }) => void takePdf(key === "ru" ? "ru" : "en"),
        }}
      >
        <Button loading={busy}>
          {t("take.pdf")} <DownOutlined aria-hidden />
        </Button>
      </Dropdown>
      <Button onClick={takeJson}>{t("take.json")}</Button>
    </>
  );
}

/** Everything needed for a PDF loads with the first one. */
async function pdfIn(language: Language, sealed: SealedProof): Promise<Blob> {
  const [{ pdfDefinition }, { pdfBytes }, { fetchPdfFonts }, t] = await Promise.all([
    import("./pdf/pdf-definition.ts"),
    import("./pdf/pdf-bytes.ts"),
    import("./pdf/pdf-fonts.ts"),
    textsIn(language, ["proof", "domain", "monitoring"]),
  ]);
  const bytes = await pdfBytes(pdfDefinition(sealed, { t, language }), await fetchPdfFonts());
  return new Blob([bytes], { type: "application/pdf" });
}
