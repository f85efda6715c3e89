/**
 * Whether a proof file still says what it said. Its own hashes reveal accidents; whoever changes a file on purpose
 * writes new ones, so only the printed hash, or a proof that Portdesk makes now, reveals that.
 */
import * as z from "zod/mini";
import { readableJson } from "./canonical-json.ts";
import { proofFormat } from "./proof-document.ts";
import { variants } from "./proof-rows.ts";
import { algorithm, hashesOf, type ProofHashes, type Sha256 } from "./proof-seal.ts";

const file = z.strictObject({
  document: z.strictObject({
    format: z.literal(proofFormat),
    variant: z.enum(variants),
    sections: z.record(z.string(), z.unknown()),
  }),
  hashes: z.strictObject({
    algorithm: z.literal(algorithm),
    sections: z.record(z.string(), z.string()),
    whole: z.string(),
  }),
});

export type ProofFileCheck =
  | { kind: "unreadable" }
  | {
      kind: "checked";
      variant: (typeof variants)[number];
      /** As the file states it; null if it does not. */
      reference: string | null;
      /** Sections whose content does not match their hash, or that are missing or added. */
      changed: string[];
      /** Whether the hash over the whole matches. */
      wholeFits: boolean;
      /** Not written as Portdesk writes it: in another layout, or with a repeated key. */
      rewritten: boolean;
      /** Recomputed from what the file holds now. */
      hashes: ProofHashes;
    };

export async function checkProofFile(text: string, sha256: Sha256): Promise<ProofFileCheck> {
  try {
    const parsed: unknown = JSON.parse(text.replace(/^\uFEFF/, ""));
    const { document: proof, hashes: stated } = file.parse(parsed);
    const hashes = await hashesOf(proof, sha256);
    return {
      kind: "checked",
      variant: proof.variant,
      reference: referenceOf(proof.sections.subject),
      changed: differingSections(stated.sections, hashes.sections),
      wholeFits: stated.whole === hashes.whole,
      rewritten: readableJson(parsed) !== text,
      hashes,
    };
  } catch {
    return { kind: "unreadable" };
  }
}

/** The sections that differ between both sides, including those that only one side has. */
export function differingSections(a: Record<string, string>, b: Record<string, string>): string[] {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].filter((name) => a[name] !== b[name]).toSorted();
}

function referenceOf(subject: unknown): string | null {
  const parsed = z.object({ reference: z.string() }).safeParse(subject);
  return parsed.success ? parsed.data.reference : null;
}
