import { render } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import type { ClientStep } from "./client-step.ts";
import { Deadline } from "./deadline.tsx";
import { portalRequestFields } from "../portal-request.ts";

vi.mock("react-i18next", () => ({
  useTranslation: () => ({ t: (key: string) => key, i18n: { language: "en" } }),
}));

const facts = {
  waiting_on: "client",
  due_at: "2026-11-20T10:00:00Z",
  window_starts_at: "2026-11-18T10:00:00Z",
} as const;
const shown = (step: ClientStep, change: object = {}) => {
  const { container } = render(<Deadline step={step} request={{ ...facts, ...change }} />);
  return container.querySelector("time")?.dateTime ?? null;
};

it("states the client's deadline, for a date before it begins", () => {
  expect(shown({ kind: "answer" })).toBe(facts.due_at);
  expect(document.body.textContent).toContain("by_when: Friday, November 20, 2026");
  expect(shown({ kind: "confirm_date" })).toBe(facts.window_starts_at);
  expect(shown({ kind: "confirm_date" }, { window_starts_at: "2026-11-30T10:00:00Z" })).toBe(facts.due_at);
  expect(portalRequestFields.split(",")).toContain("due_at");
});

it("shows nothing if nothing is due, or only from others", () => {
  expect(shown({ kind: "answer" }, { due_at: null })).toBeNull();
  expect(shown({ kind: "answer" }, { waiting_on: "us" })).toBeNull();
  expect(shown({ kind: "hold" })).toBeNull();
});
