/** The two weights of Roboto that a PDF needs, fetched from Portdesk itself. */
import medium from "pdfmake/build/fonts/Roboto/Roboto-Medium.ttf?url";
import regular from "pdfmake/build/fonts/Roboto/Roboto-Regular.ttf?url";
import type { PdfFonts } from "./pdf-bytes.ts";

export async function fetchPdfFonts(): Promise<PdfFonts> {
  const [one, other] = await Promise.all([bytesOf(regular), bytesOf(medium)]);
  return { regular: one, medium: other };
}

async function bytesOf(url: string): Promise<Uint8Array> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`no font at ${url}`);
  return new Uint8Array(await response.arrayBuffer());
}
