/** The part of pdfmake's document language that the proof uses. */
type Margin = [left: number, top: number, right: number, bottom: number];

type Style = {
  font?: string;
  fontSize?: number;
  lineHeight?: number;
  bold?: boolean;
  color?: string;
  alignment?: "left" | "right";
  width?: number;
  margin?: Margin;
  headlineLevel?: number;
  wordBreak?: "break-all";
};

export type PdfContent = Style &
  (
    | { text: string }
    | { stack: PdfContent[] }
    | { ul: PdfContent[] }
    | { columns: PdfContent[] }
    | {
        table: { headerRows: number; widths: string[]; body: PdfContent[][] };
        layout: { hLineWidth(): number; vLineWidth(): number; hLineColor(): string };
      }
  );

export type PdfDefinition = {
  info: { title: string; author: string };
  language: string;
  pageSize: "A4";
  pageMargins: Margin;
  defaultStyle: Style;
  footer(page: number, pages: number): PdfContent;
  content: PdfContent[];
  /** false: leaves the content readable; for tests. */
  compress?: boolean;
};
