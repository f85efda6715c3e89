/** The file of a proof: the document with the SHA-256 of each section and of the whole. */
import { canonicalJson, readableJson } from "./canonical-json.ts";
import type { ProofDocument } from "./proof-document.ts";

/** SHA-256 of the text's UTF-8 bytes in lower-case hexadecimal digits. */
export type Sha256 = (text: string) => Promise<string>;

export type ProofHashes = { sections: Record<string, string>; whole: string };
export type SealedProof = { document: ProofDocument; hashes: ProofHashes };

/** Each over the canonical JSON of its part: anybody can recompute them without this program. */
export async function hashesOf(
  proof: { sections: Record<string, unknown> },
  sha256: Sha256,
): Promise<ProofHashes> {
  const pairs = await Promise.all(
    Object.entries(proof.sections).map(
      async ([name, content]): Promise<[string, string]> => [name, await sha256(canonicalJson(content))],
    ),
  );
  return { sections: Object.fromEntries(pairs), whole: await sha256(canonicalJson(proof)) };
}

export async function sealProof(document: ProofDocument, sha256: Sha256): Promise<SealedProof> {
  return { document, hashes: await hashesOf(document, sha256) };
}

export function proofFileText({ document, hashes }: SealedProof): string {
  return readableJson({ document, hashes: { algorithm, ...hashes } });
}

export const algorithm = "SHA-256 of RFC 8785 canonical JSON";
