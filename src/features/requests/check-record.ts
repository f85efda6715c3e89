/** A check as the checks tab reads it. */
import type { CheckCode, CheckStatus } from "#domain/checks/check-catalogue.ts";

export type CheckRecord = {
  id: string;
  code: CheckCode;
  status: CheckStatus;
  evidence_kind: "api" | "document" | "person" | null;
  evidence_field: string | null;
  evidence_value: string | null;
  evidence_parts: { field: string; value: string | null }[] | null;
  cause: string | null;
  read_at: string | null;
  claim_kind: "document" | "person" | null;
  claimed_value: string | null;
  claimed_side: "provider" | "client" | null;
  claimed_at: string | null;
  contradicted_at: string | null;
  waived_reason: string | null;
  waived_at: string | null;
};

/** Where the row of a check stands on the page. */
export const anchorOf = (code: CheckCode) => `check-${code}`;
