import { render, screen } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";
import type { RequestRow } from "../../queries/request-row.ts";
import { HistoryTab } from "./history-tab.tsx";

let events: object[] = [];
vi.mock("react-i18next", () => ({
  useTranslation: () => ({
    t: (key: string, values?: { name?: string }) => (values?.name ? `${values.name} ${key}` : key),
    i18n: { language: "en" },
  }),
}));
vi.mock("@refinedev/core", () => ({ useList: () => ({ result: { data: events }, query: {} }) }));
vi.mock("../../queries/rpc.ts", () => ({ useRpc: () => ({ data: { 1: "anna", 3: "gone" } }) }));
vi.mock("../../queries/people.ts", () => ({
  usePeople: () => ({ nameOf: (id: string) => ({ anna: "Anna" })[id] }),
}));

const event = (id: number, change: object) => ({
  id,
  actor_kind: "member",
  from_status: null,
  to_status: null,
  data: {},
  created_at: "2026-11-20T10:00:00Z",
  ...change,
});
const request = { id: "r", provider_id: "p", client_id: "c" } as RequestRow;

beforeEach(() => {
  events = [];
});

it("names the check that an entry is about, once", () => {
  const data = { code: "OLD_PROVIDER_SETTLED", changed: ["OLD_PROVIDER_SETTLED"] };
  events = [event(1, { kind: "check.deny", data })];
  render(<HistoryTab request={request} />);
  expect(screen.getAllByText("domain:check.OLD_PROVIDER_SETTLED.title")).toHaveLength(1);
});

it("names the person, or only the side of one whom nobody knows and of Portdesk", () => {
  events = [
    event(1, { kind: "check.confirm" }),
    event(2, { kind: "check.recorded", actor_kind: "engine" }),
    event(3, { kind: "check.confirm_own", actor_kind: "client" }),
  ];
  render(<HistoryTab request={request} />);
  const entries = screen.getAllByRole("listitem").map(({ textContent }) => textContent);
  expect(entries[0]).toContain("Anna history.person");
  expect(entries[1]).toContain("history.actor.engine");
  expect(entries[2]).toContain("history.actor.client");
});
