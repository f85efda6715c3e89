/** Verifies the whole audit in this browser, under the admin's own rights. */
import type { ChainHead } from "#domain/audit/chain.ts";
import { type ChainVerdict, verifyChain } from "#domain/audit/verify-chain.ts";
import { useState } from "react";
import { readAuditRows } from "../../queries/audit-chain.ts";
import { sha256 } from "../../lib/sha256.ts";

export type Verification =
  | { state: "idle" }
  | { state: "failed" }
  | { state: "running"; rows: number }
  | { state: "done"; verdict: ChainVerdict };

export function useVerification(providerId: string) {
  const [verification, setVerification] = useState<Verification>({ state: "idle" });
  const verify = async (known: ChainHead | undefined) => {
    setVerification({ state: "running", rows: 0 });
    try {
      const rows = readAuditRows(providerId, (read) => setVerification({ state: "running", rows: read }));
      const verdict = await verifyChain(rows, { provider: providerId, digest: sha256, known });
      setVerification({ state: "done", verdict });
    } catch {
      setVerification({ state: "failed" });
    }
  };
  return { verification, verify };
}
