/** The proof as a document for pdfmake, with the same text as the page. */
import type { SealedProof } from "#domain/proof/proof-seal.ts";
import type { TFunction } from "i18next";
import type { Block, Cell } from "../text/block.ts";
import { renderProof } from "../text/proof-text.ts";
import type { PdfContent, PdfDefinition } from "./pdfmake-types.ts";

export type PdfText = { t: TFunction<readonly ["proof", "domain", "monitoring"]>; language: string };

const layout = { hLineWidth: () => 0.5, vLineWidth: () => 0, hLineColor: () => "#d0d0d0" };
const tones = { good: "#256029", bad: "#a8071a", open: "#614700" } as const;

export function pdfDefinition({ document, hashes }: SealedProof, { t, language }: PdfText): PdfDefinition {
  const { subject } = document.sections;
  const reported = renderProof(document, t, language);
  const title = t("title", { reference: subject.reference });
  return {
    info: { title, author: subject.provider },
    language,
    pageSize: "A4",
    pageMargins: [40, 48, 40, 56],
    defaultStyle: { font: "Roboto", fontSize: 9, lineHeight: 1.15 },
    footer: (page, pages) => ({
      columns: [
        { text: hashes.whole, fontSize: 7 },
        { text: t("seal.page", { page, pages }), fontSize: 7, alignment: "right", width: 100 },
      ],
      margin: [40, 16, 40, 0],
    }),
    content: [
      { text: title, fontSize: 16, bold: true },
      { text: [subject.phoneNumber, subject.client, subject.provider].join(" · "), margin: [0, 4, 0, 0] },
      { text: t("zone", { zone: subject.timeZone }), margin: [0, 2, 0, 0] },
      ...reported.flatMap((section) => [heading(section.title), ...section.blocks.map(content)]),
      heading(t("seal.title")),
      { text: t("seal.lead"), margin: [0, 0, 0, 4] },
      sealTable([
        [t("seal.whole"), hashes.whole],
        ...reported.map(({ name, title: part }): [string, string] => [part, hashes.sections[name] ?? ""]),
      ]),
    ],
  };
}

/** A name may be 512 letters without a space, and must not run off the page. */
function words(text: string): PdfContent {
  return /\S{36}/.test(text) ? { text, wordBreak: "break-all" } : { text };
}

function heading(text: string): PdfContent {
  return { text, fontSize: 12, bold: true, margin: [0, 14, 0, 4], headlineLevel: 1 };
}

function content(block: Block): PdfContent {
  switch (block.kind) {
    case "text":
      return { text: block.text, margin: [0, 2, 0, 4] };
    case "list":
      return {
        stack: [...(block.fold ? [{ text: block.fold, bold: true }] : []), { ul: block.items.map(words) }],
      };
    case "table":
      return {
        table: {
          headerRows: 1,
          widths: block.head.map(() => "*"),
          body: [block.head.map((text) => ({ text, bold: true })), ...block.rows.map((row) => row.map(cell))],
        },
        layout,
        margin: [0, 2, 0, 6],
      };
  }
}

/** A hash is one word of 64 letters: it gets the space, in small print. */
function sealTable(rows: [string, string][]): PdfContent {
  return {
    table: {
      headerRows: 0,
      widths: ["*", "auto"],
      body: rows.map(([name, hash]) => [{ text: name }, { text: hash, fontSize: 7 }]),
    },
    layout,
  };
}

function cell(value: Cell): PdfContent {
  if (typeof value === "string") return words(value);
  return { text: value.text, color: tones[value.tone], bold: value.tone === "bad" };
}
