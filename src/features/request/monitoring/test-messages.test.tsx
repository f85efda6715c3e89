import { render } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";
import type { SightingRow, TestMessageRow } from "../../../queries/monitoring.ts";
import type { RequestRow } from "../../../queries/request-row.ts";
import { TestMessages } from "./test-messages.tsx";

const reported = vi.hoisted(() => ({ messages: [] as unknown[], sightings: [] as unknown[] }));

vi.mock("../../../queries/monitoring.ts", () => ({ useTestMessages: () => reported }));
vi.mock("../../../queries/access.ts", () => ({ usePermitted: () => () => false }));
vi.mock("./test-form.tsx", () => ({ TestForm: () => null }));
vi.mock("../../../ui/relative-time.tsx", () => ({ RelativeTime: () => <>then</> }));
vi.mock("react-i18next", () => ({
  useTranslation: () => ({ t: (key: string) => key, i18n: { language: "en", exists: () => true } }),
}));

const message: TestMessageRow = {
  id: "1",
  purpose: "smoke",
  direction: "out",
  last_four: "0177",
  opened_at: "2026-11-20T10:00:00Z",
  closed_at: "2026-11-20T10:00:01Z",
  outcome: "accepted",
  error_number: null,
  message_hash: "h",
};
const seen = (status: string, more: Partial<SightingRow> = {}): SightingRow => ({
  direction: "out",
  message_hash: "h",
  status,
  at: "2026-11-20T10:00:02Z",
  error_code: null,
  error_title: null,
  ...more,
});
const request = { id: "r", status: "monitoring", registered_at: "2026-11-20T09:00:00Z" } as RequestRow;
const shown = () => {
  render(<TestMessages request={request} />);
  return document.body.textContent ?? "";
};

beforeEach(() => {
  reported.messages = [message];
  reported.sightings = [];
});

it("shows why a message failed after Meta accepted it: number, title and what to do", () => {
  reported.sightings = [seen("sent"), seen("failed", { error_code: 131_042, error_title: "Payment issue" })];
  const text = shown();
  expect(text).toContain("test.state.failed");
  expect(text).toContain("Payment issue (131042)");
  expect(text).toContain("domain:send_error.payment_problem");
});

it("shows the number of a refusal, and none for a message that arrived", () => {
  reported.messages = [{ ...message, outcome: "refused", error_number: 131_058, message_hash: null }];
  expect(shown()).toContain("domain:send_error.sample_template");
  document.body.innerHTML = "";
  reported.messages = [message];
  reported.sightings = [seen("delivered")];
  const text = shown();
  expect(text).toContain("test.state.delivered");
  expect(text).not.toContain("send_error");
});

it("ignores another message's failure", () => {
  reported.sightings = [
    seen("failed", { message_hash: "other", error_code: 131_042, error_title: "Payment issue" }),
  ];
  expect(shown()).not.toContain("131042");
});
