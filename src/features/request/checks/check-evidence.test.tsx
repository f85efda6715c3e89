import { render, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { CheckEvidence } from "./check-evidence.tsx";
import type { CheckRecord } from "./check-record.ts";

vi.mock("react-i18next", () => ({
  useTranslation: () => ({
    t: (key: string, values?: object) => (values ? `${key} ${JSON.stringify(values)}` : key),
    i18n: { language: "en", exists: () => true },
  }),
}));

type StaffData = CheckRecord["check_staff_data"];
type Change = Partial<Omit<CheckRecord, "check_staff_data"> & StaffData>;

const check = ({
  evidence_value = "false",
  claimed_value = null,
  waived_reason = null,
  members = null,
  ...change
}: Change): CheckRecord => ({
  id: "1",
  code: "TWO_STEP_OFF",
  status: "passed",
  evidence_kind: "api",
  evidence_field: "is_pin_enabled",
  evidence_parts: [{ field: "is_pin_enabled", value: "false" }],
  cause: null,
  read_at: "2026-11-20T10:00:00Z",
  claim_kind: null,
  claimed_side: null,
  claimed_at: null,
  contradicted_at: null,
  waived_at: null,
  ...change,
  check_staff_data: { evidence_value, claimed_value, waived_reason, members },
});
const claim = {
  claim_kind: "person",
  claimed_value: "off since noon",
  claimed_side: "client",
  claimed_at: "2026-11-20T09:00:00Z",
} as const;
const shown = () => document.body.textContent ?? "";

it("shows every field with its value, its kind and the rule's source", () => {
  const parts = [
    { field: "account_review_status", value: "APPROVED" },
    { field: "phone_numbers", value: "0" },
  ];
  render(
    <CheckEvidence
      check={check({
        code: "DESTINATION_READY",
        evidence_field: "account_review_status",
        evidence_value: "APPROVED",
        evidence_parts: parts,
      })}
    />,
  );
  expect(shown()).toContain(
    "domain:evidence.api: domain:meta_field.account_review_status: domain:meta_value.account_review_status.APPROVED; domain:meta_field.phone_numbers: 0",
  );
  expect(shown()).not.toContain("checks.manual");
  expect(screen.getByRole("link").getAttribute("href")).toMatch(/^https:\/\/developers\.facebook\.com\//);
});

it("says that a check passed on a person's claim, and why Meta did not answer", () => {
  const cause = "could_not_be_read:PERMISSION_MISSING";
  render(
    <CheckEvidence
      check={check({ ...claim, evidence_kind: "person", evidence_value: "off since noon", cause })}
    />,
  );
  expect(shown()).toContain("domain:evidence.person (checks.manual)");
  expect(shown()).toContain("checks.unreadable");
  expect(shown()).toContain("checks.said_by.client");
  expect([...document.querySelectorAll("time")].map(({ dateTime }) => dateTime)).toContain(claim.claimed_at);
});

it("shows a contradiction with what was said and by whom", () => {
  const contradicted = {
    status: "failed",
    evidence_value: "true",
    contradicted_at: "2026-11-20T10:00:00Z",
  } as const;
  render(<CheckEvidence check={check({ ...claim, ...contradicted, cause: "TWO_STEP_ON" })} />);
  const alert = screen.getByRole("alert").textContent;
  expect(alert).toContain("checks.contradiction");
  expect(alert).toContain("checks.said_by.client");
  expect(alert).toContain("off since noon");
});

it("shows why a check was waived and by whom", () => {
  const waiver = { status: "waived", waived_reason: "seen on screen" } as const;
  const { rerender } = render(<CheckEvidence check={check({ ...waiver, members: { name: "Mara" } })} />);
  expect(shown()).toContain("seen on screen");
  expect(shown()).toContain("· Mara");
  rerender(<CheckEvidence check={check(waiver)} />);
  expect(shown()).toContain("seen on screen");
  expect(shown()).not.toContain("·");
});
