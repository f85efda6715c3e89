import { act, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ClockTable } from "./clock-table.tsx";
import { DueTime } from "../../../widgets/due-time.tsx";

vi.mock("react-i18next", () => ({
  useTranslation: () => ({
    t: (key: string, values?: { when?: string; time?: string }) =>
      [key, values?.when ?? values?.time].filter(Boolean).join(" "),
    i18n: { language: "en" },
  }),
}));

const start = Date.parse("2026-11-20T10:00:00Z");
const after = (minutes: number) => start + minutes * 60_000;
function pass(minutes: number): void {
  act(() => {
    vi.advanceTimersByTime(minutes * 60_000);
  });
}

beforeEach(() => void vi.useFakeTimers({ now: start, toFake: ["Date", "setInterval", "clearInterval"] }));
afterEach(() => void vi.useRealTimers());

it("a due time on an open page becomes soon due, then late, without a click", () => {
  const times = {
    due_at: new Date(after(20)).toISOString(),
    predicted_breach_at: new Date(after(15)).toISOString(),
  };
  const { container } = render(<DueTime of={times} label="Due" />);
  expect(container.textContent).toBe("Due in 20 minutes");
  pass(16);
  expect(container.textContent).toBe("Due in 4 minutes · due_soon");
  pass(5);
  expect(container.textContent).toBe("late 1 minute");
});

it("the clocks of the whole request say when they are predicted and due, exactly and from now", () => {
  const reading = {
    code: "cutover",
    startedAt: start,
    endedAt: null,
    spent: 0,
    allowance: 3_600_000,
    predictedBreachAt: after(45),
    dueAt: after(60),
    state: "running",
  } as const;
  render(<ClockTable readings={[reading]} zone="UTC" />);
  const row = screen.getByRole("row", { name: /domain:clock.cutover/ });
  expect(row.textContent).toMatch(/clock\.predicted_breach_at Nov 20, 2026, 10:45.AM \(in 45 minutes\)/);
  expect(row.textContent).toMatch(/clock\.due_at Nov 20, 2026, 11:00.AM \(in 1 hour\)/);
  pass(10);
  expect(row.textContent).toMatch(/\(in 35 minutes\).*\(in 50 minutes\)/);
  pass(110);
  expect(row.textContent).toMatch(/\(late 1 hour\)/);
});
