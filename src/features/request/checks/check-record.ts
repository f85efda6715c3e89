/** A check as the checks tab reads it. */
import type { CheckCode, CheckStatus } from "#domain/checks/check-catalogue.ts";
import type { Row } from "../../../queries/row.ts";

/** The data of a check that only staff read. */
type StaffData = Pick<Row<"check_staff_data">, "evidence_value" | "claimed_value" | "waived_reason"> & {
  /** Who waived it; null: nobody, or a person whose account is gone. */
  members: { name: string } | null;
};

export type CheckRecord = {
  id: string;
  code: CheckCode;
  status: CheckStatus;
  evidence_kind: "api" | "document" | "person" | null;
  evidence_field: string | null;
  evidence_parts: { field: string; value: string | null }[] | null;
  cause: string | null;
  read_at: string | null;
  claim_kind: "document" | "person" | null;
  claimed_side: "provider" | "client" | null;
  claimed_at: string | null;
  contradicted_at: string | null;
  waived_at: string | null;
  check_staff_data: StaffData;
};

export const checkSelect = [
  "id, code, status, evidence_kind, evidence_field, evidence_parts, cause, read_at",
  "claim_kind, claimed_side, claimed_at, contradicted_at, waived_at",
  "check_staff_data!inner(evidence_value, claimed_value, waived_reason, members(name))",
].join(", ");

/** The anchor of a check's row on the page. */
export const anchorOf = (code: CheckCode) => `check-${code}`;
