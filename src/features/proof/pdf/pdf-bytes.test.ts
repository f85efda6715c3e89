import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { buildProof } from "#domain/proof/proof-document.ts";
import { sealProof } from "#domain/proof/proof-seal.ts";
import i18next from "i18next";
import { describe, expect, it } from "vitest";
import { readPdf } from "../../../../tests/fixtures/pdf-text.ts";
import { clientRows, staffRows } from "../../../../tests/fixtures/proof-fixture.ts";
import enMonitoring from "../../../locales/en/monitoring.json";
import enDomain from "../../../locales/en/domain.json";
import enProof from "../../../locales/en/proof.json";
import ruMonitoring from "../../../locales/ru/monitoring.json";
import ruDomain from "../../../locales/ru/domain.json";
import ruProof from "../../../locales/ru/proof.json";
import { pdfBytes } from "./pdf-bytes.ts";
import { pdfDefinition } from "./pdf-definition.ts";

const sha256 = (text: string) => Promise.resolve(createHash("sha256").update(text).digest("hex"));
const staff = await sealProof(buildProof(staffRows(), "staff"), sha256);
const client = await sealProof(buildProof(clientRows(), "client"), sha256);

await i18next.init({
  lng: "en",
  interpolation: { escapeValue: false },
  resources: {
    en: { proof: enProof, domain: enDomain, monitoring: enMonitoring },
    ru: { proof: ruProof, domain: ruDomain, monitoring: ruMonitoring },
  },
});
const textIn = (language: "en" | "ru") => ({
  t: i18next.getFixedT(language, ["proof", "domain", "monitoring"] as const),
  language,
});

const folder = createRequire(import.meta.url).resolve("pdfmake/build/fonts/Roboto/Roboto-Regular.ttf");
const font = (weight: string) => new Uint8Array(readFileSync(folder.replace("Regular", weight)));
const fonts = { regular: font("Regular"), medium: font("Medium") };

async function set(sealed: typeof staff, language: "en" | "ru") {
  const definition = { ...pdfDefinition(sealed, textIn(language)), compress: false };
  const bytes = await pdfBytes(definition, fonts);
  const read = readPdf(bytes);
  // Lines break at the columns.
  return { bytes, read, text: read.lines.join(" ").replaceAll(/\s+/g, " ") };
}

describe("the proof as PDF", () => {
  it.each([
    ["en", ["Promises and deviations", "Quality rating", "Step approved", "Mara Quist", "AbCdEfTrace"]],
    [
      "ru",
      ["Обещания и отклонения", "Рейтинг качества", "Кленовая нить", "Mara Quist", "Сколько это заняло"],
    ],
  ] as const)("can be read back in %s, letter by letter", async (language, expected) => {
    const { bytes, read, text } = await set(staff, language);
    expect(Buffer.from(bytes.subarray(0, 5)).toString()).toBe("%PDF-");
    expect(read.fonts).toEqual(["Roboto-Medium", "Roboto-Regular"]);
    for (const words of expected) expect(text).toContain(words);
    expect(text).not.toContain("\uFFFD");
    // A character missing from the font is set as its glyph 0.
    expect(text).not.toContain("\0");
    expect(text).toContain(staff.hashes.whole);
  });

  it("tells the client nothing that is only for staff", async () => {
    const { text } = await set(client, "en");
    expect(text).toContain("Step approved");
    for (const secret of ["Mara", "Otto", "AbCdEfTrace", "Time limits"]) expect(text).not.toContain(secret);
  });

  it("keeps to a few pages, however many templates there were", async () => {
    const [one] = staffRows().templates;
    if (!one) throw new Error("no template");
    const templates = Array.from({ length: 5000 }, (_, i) => ({ ...one, name: `t${i}` }));
    const sealed = await sealProof(buildProof(staffRows({ templates }), "client"), sha256);
    const { bytes, text } = await set(sealed, "en");
    expect(text).toContain("and 4,800 more; the JSON file lists them all");
    expect(
      Buffer.from(bytes)
        .toString("latin1")
        .match(/\/Type \/Page\n/g)?.length,
    ).toBeLessThan(12);
  });

  it("breaks a name of 512 letters instead of running off the page", async () => {
    const [one] = staffRows().templates;
    if (!one) throw new Error("no template");
    const templates = [{ ...one, name: "seasonal_".repeat(57).slice(0, 512) }];
    const sealed = await sealProof(buildProof(staffRows({ templates }), "client"), sha256);
    const { read } = await set(sealed, "ru");
    expect(Math.max(...read.lines.map((line) => line.length))).toBeLessThan(140);
    expect(read.lines.join("")).toContain(templates[0]?.name);
  });

  it("leaves no text untranslated", () => {
    for (const language of ["en", "ru"] as const) {
      const { content } = pdfDefinition(staff, textIn(language));
      expect(JSON.stringify(content)).not.toMatch(
        /"(section|promise|reading|clock|domain|event)[.:]|\{\{|undefined/,
      );
    }
  });
});
