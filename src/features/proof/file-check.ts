/** Checks a proof file against itself, and against the proof that Portdesk would make now. */
import { checkProofFile, differingSections, type ProofFileCheck } from "#domain/proof/proof-check.ts";
import { buildProof } from "#domain/proof/proof-document.ts";
import type { ProofRows, Variant } from "#domain/proof/proof-rows.ts";
import { sealProof, type Sha256 } from "#domain/proof/proof-seal.ts";

export type FileFinding =
  | { kind: "too_large" | "unreadable" }
  | {
      kind: "checked";
      file: Extract<ProofFileCheck, { kind: "checked" }>;
      /** Compared with Portdesk's own: another request's, not readable for a client, or the sections that differ. */
      now: "other" | "not_yours" | string[];
    };

/** In bytes; ten thousand templates take about two megabytes. */
export const maxBytes = 20_000_000;

export async function checkAgainst(
  text: string,
  rows: ProofRows,
  reader: Variant,
  sha256: Sha256,
): Promise<FileFinding> {
  const file = await checkProofFile(text, sha256);
  if (file.kind === "unreadable") return file;
  if (file.reference !== rows.request.reference) return { kind: "checked", file, now: "other" };
  if (file.variant === "staff" && reader === "client") return { kind: "checked", file, now: "not_yours" };
  const { hashes } = await sealProof(buildProof(rows, file.variant), sha256);
  return { kind: "checked", file, now: differingSections(file.hashes.sections, hashes.sections) };
}
