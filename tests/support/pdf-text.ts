/** Reads the text of an uncompressed PDF back: each font's glyphs to characters by its ToUnicode table, line by line. */

const hexPairs = (hex: string) => (hex.match(/.{4}/g) ?? []).map((code) => Number.parseInt(code, 16));

export type PdfReading = { lines: string[]; fonts: string[] };

export function readPdf(bytes: Uint8Array): PdfReading {
  const source = Buffer.from(bytes).toString("latin1");
  const objects = new Map(
    Array.from(source.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g), ([, id = "", body = ""]) => [
      id,
      body,
    ]),
  );
  const fonts = new Map<string, Map<number, string>>();
  for (const [, name = "", id = ""] of source.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
    const table = /\/ToUnicode (\d+) 0 R/.exec(objects.get(id) ?? "")?.[1];
    fonts.set(name, toUnicode(objects.get(table ?? "") ?? ""));
  }
  const lines = Array.from(source.matchAll(/BT\n([\s\S]*?)\nET/g), ([, block = ""]) => {
    const font = fonts.get(/\/(F\d+) [\d.]+ Tf/.exec(block)?.[1] ?? "");
    const glyphs = Array.from(block.matchAll(/<([\da-f]+)>/g), ([, hex = ""]) => hexPairs(hex)).flat();
    return glyphs.map((glyph) => font?.get(glyph) ?? "\uFFFD").join("");
  });
  const names = Array.from(source.matchAll(/\/BaseFont \/([\w+-]+)/g), ([, name = ""]) => name);
  return { lines, fonts: [...new Set(names.map((name) => name.replace(/^[A-Z]+\+/, "")))].toSorted() };
}

/** Ranges of glyphs with the characters of each, as pdfkit writes them. */
function toUnicode(stream: string): Map<number, string> {
  const table = new Map<number, string>();
  for (const [, first = "", list = ""] of stream.matchAll(/<([\da-f]{4})> <[\da-f]{4}> \[([^\]]*)\]/g)) {
    let glyph = Number.parseInt(first, 16);
    for (const [, hex = ""] of list.matchAll(/<([\da-f ]*)>/g)) {
      table.set(glyph, String.fromCharCode(...hexPairs(hex.replaceAll(" ", ""))));
      glyph += 1;
    }
  }
  return table;
}
