/** pdfmake ships no types of its own; these cover what the proof uses. */
declare module "pdfmake" {
  const pdfmake: {
    virtualfs: { writeFileSync(name: string, bytes: Uint8Array): void };
    setFonts(fonts: Record<string, { normal: string; bold: string }>): void;
    setUrlAccessPolicy(allows: (url: string) => boolean): void;
    /** Outside the browser only. */
    setLocalAccessPolicy?: (allows: (path: string) => boolean) => void;
    createPdf(definition: object): { getBuffer(): Promise<Uint8Array<ArrayBuffer>> };
  };
  export default pdfmake;
}
