/** Builds the proof with its hashes from the rows that were read. */
import { buildProof } from "#domain/proof/proof-document.ts";
import type { ProofRows, Variant } from "#domain/proof/proof-rows.ts";
import { type SealedProof, sealProof } from "#domain/proof/proof-seal.ts";
import { useEffect, useMemo, useState } from "react";
import { sha256 } from "../../lib/sha256.ts";

/** `sealed` is undefined until its hashes are computed; `failed` if the browser has no cryptography. */
export function useSealedProof(rows: ProofRows, variant: Variant) {
  const document = useMemo(() => buildProof(rows, variant), [rows, variant]);
  const [sealed, setSealed] = useState<SealedProof>();
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let isCurrent = true;
    sealProof(document, sha256).then(
      (done) => isCurrent && setSealed(done),
      () => isCurrent && setFailed(true),
    );
    return () => {
      isCurrent = false;
    };
  }, [document]);
  // A new reading of the rows must not blank the page while their hashes are computed.
  return { sealed: sealed?.document.variant === variant ? sealed : undefined, failed };
}
