/** Sets a document in Roboto, which includes Cyrillic; loads pdfmake, heavier than the rest of the app, only now. */
import type { PdfDefinition } from "./pdfmake-types.ts";

export type PdfFonts = { regular: Uint8Array; medium: Uint8Array };

export async function pdfBytes(
  definition: PdfDefinition,
  { regular, medium }: PdfFonts,
): Promise<Uint8Array<ArrayBuffer>> {
  const { default: pdfmake } = await import("pdfmake");
  pdfmake.virtualfs.writeFileSync("roboto-regular.ttf", regular);
  pdfmake.virtualfs.writeFileSync("roboto-medium.ttf", medium);
  pdfmake.setFonts({ Roboto: { normal: "roboto-regular.ttf", bold: "roboto-medium.ttf" } });
  // A proof loads nothing from elsewhere.
  pdfmake.setUrlAccessPolicy(() => false);
  pdfmake.setLocalAccessPolicy?.(() => false);
  return pdfmake.createPdf(definition).getBuffer();
}
