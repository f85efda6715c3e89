import type { MonitoringCheckRow } from "#domain/monitoring/monitoring-check.ts";
import { render, screen, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { MonitoringCheckTable } from "./monitoring-check-table.tsx";

vi.mock("react-i18next", () => ({
  useTranslation: () => ({
    t: (key: string, values?: { code?: number; text?: string; value?: string }) =>
      [key, values?.code, values?.text, values?.value].filter((part) => part !== undefined).join(" "),
    i18n: { language: "en", exists: () => true },
  }),
}));

const row = (change: Partial<MonitoringCheckRow>): MonitoringCheckRow => ({
  point: "connected",
  verdict: "good",
  was: null,
  is: null,
  ...change,
});
const textOf = (change: Partial<MonitoringCheckRow>): string => {
  const { unmount } = render(<MonitoringCheckTable points={[row(change)]} />);
  const text = screen.getByRole("cell").textContent ?? "";
  unmount();
  return text;
};

it("names what blocks sending, with Meta's error number and suggestion", () => {
  const errors = [{ code: 141_006, description: "No payment method", solution: "Add one" }];
  const entities = [
    { type: "WABA", canSend: "BLOCKED", errors, notes: [] },
    { type: "MOON", canSend: "LIMITED", errors: [], notes: ["Wait for the full one"] },
  ];
  render(
    <MonitoringCheckTable points={[row({ point: "can_send", verdict: "bad", is: "BLOCKED", entities })]} />,
  );
  const [account, other] = within(screen.getByRole("list", { name: "health.title" })).getAllByRole(
    "listitem",
  );
  expect(account?.textContent).toContain("domain:meta_value.health_entity.WABA: health.state.BLOCKED");
  expect(account?.textContent).toContain("health.error 141006 No payment method");
  expect(account?.textContent).toContain("health.solution Add one");
  expect(other?.textContent).toContain("domain:meta_unknown.value MOON: health.state.LIMITED");
  expect(other?.textContent).toContain("Wait for the full one");
});

it("says in words whether Meta lets it send, and marks unknown values as Meta's", () => {
  expect(textOf({ point: "can_send", is: "LIMITED" })).toContain("meta_value.health_status.LIMITED");
  expect(textOf({ point: "can_send", verdict: "unknown", is: "SOMETIMES" })).toContain(
    ": domain:meta_unknown.value SOMETIMES",
  );
});

it("distinguishes a status awaiting its second reading from a wrong one", () => {
  expect(textOf({ verdict: "again", is: "DISCONNECTED" })).toContain(
    "checks.verdict.again: domain:meta_value.status.DISCONNECTED",
  );
});

it("names the profile fields that differ, and shows an improvement by its new value alone", () => {
  const fields = ["email", "about"] as const;
  expect(
    textOf({ point: "business_profile", verdict: "bad", was: "about", is: "", fields: [...fields] }),
  ).toContain("profile.field.email, profile.field.about");
  expect(textOf({ point: "quality", was: "YELLOW", is: "GREEN" })).toMatch(/GREEN$/);
});
