import { render, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import type { RequestRow } from "../../../queries/request-row.ts";
import { ScheduleDialog } from "./schedule-dialog.tsx";

vi.mock("react-i18next", () => ({
  useTranslation: () => ({
    t: (key: string, { time = "" } = {}) => `${key}${time && ` ${time}`}`,
    i18n: { language: "en" },
  }),
}));
vi.mock("../../../queries/commands/command-provider.ts", () => ({
  useCommand: () => ({ attempt: () => {} }),
}));
vi.mock("../../../queries/commands/error-text.ts", () => ({ useErrorText: () => String }));

const read = vi.hoisted(() => ({
  slots: undefined as undefined | { start: number; end: number }[],
  loading: true,
}));
vi.mock("./use-window-slots.ts", () => ({ useWindowSlots: () => read }));

const dialog = () => <ScheduleDialog request={{ id: "r", version: 1 } as RequestRow} onClose={() => {}} />;
const propose = () => screen.queryByRole("button", { name: "dialog.schedule.go" });

it("shows no field before the calendars are read, so none moves under the pointer", () => {
  const { rerender } = render(dialog());
  expect(propose()).toBeNull();
  expect(screen.queryByRole("radio")).toBeNull();
  Object.assign(read, { loading: false, slots: [{ start: 0, end: 3_600_000 }] });
  rerender(dialog());
  expect(propose()).not.toBeNull();
  expect(screen.getAllByRole("radio").map((radio) => (radio as HTMLInputElement).checked)).toEqual([
    true,
    false,
  ]);
});

it("shows each window in the client's time if their zone differs", () => {
  Object.assign(read, { loading: false, slots: [{ start: 0, end: 3_600_000 }] });
  const request = { id: "r", version: 1, client_time_zone: "Asia/Almaty" } as RequestRow;
  const { unmount } = render(<ScheduleDialog request={request} onClose={() => {}} />);
  expect(screen.getByText(/dialog\.schedule\.there Thu, 6:00/)).toBeTruthy();
  unmount();
  render(dialog());
  expect(screen.queryByText(/dialog\.schedule\.there/)).toBeNull();
});

it("names the objections to a hand-picked window", async () => {
  const calendars = { provider: [], client: null, taken: [] };
  Object.assign(read, { loading: false, slots: [], calendars });
  render(dialog());
  expect((await screen.findByRole("status")).textContent).toContain("dialog.schedule.warning.outside_ours");
});

it("reports unreadable calendars, and still accepts a hand-picked window", () => {
  Object.assign(read, { loading: false, slots: undefined });
  render(dialog());
  expect(screen.getByText("dialog.schedule.unread")).toBeTruthy();
  expect(screen.getAllByRole("radio")).toHaveLength(1);
  expect(propose()).not.toBeNull();
});
