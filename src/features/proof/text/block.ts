/** The content of a section in one language; the page and the PDF lay out the same blocks. */
import type { ProofDocument, SectionName } from "#domain/proof/proof-document.ts";
import type { Variant } from "#domain/proof/proof-rows.ts";
import type { TFunction } from "i18next";
import type { MetaText } from "../../../widgets/meta-text.ts";

export type Tone = "good" | "bad" | "open";
export type Cell = string | { text: string; tone: Tone };

export type Block =
  | { kind: "text"; text: string }
  /** The first cell of a row is its name. */
  | { kind: "table"; label: string; head: string[]; rows: Cell[][] }
  /** `fold`: the page collapses the list under this heading. */
  | { kind: "list"; items: string[]; fold?: string };

export type Formats = {
  t: TFunction<readonly ["proof", "domain", "monitoring"]>;
  /** Meta's values in words. */
  meta: MetaText;
  variant: Variant;
  /** ISO 8601 to words in the provider's time zone; null to a dash. */
  time(value: string | null): string;
  number(value: number): string;
  /** Milliseconds to words; business time in hours. */
  length(value: number, counts?: "business" | "wall"): string;
};

export type Render<Name extends SectionName> = (
  content: ProofDocument["sections"][Name],
  formats: Formats,
) => Block[];

export const nothing = "–";
