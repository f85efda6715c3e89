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

it("offers no field before the calendars are read, so that none moves under the hand", () => {
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

it("says beside each window when it is for the client, where their clock is another", () => {
  Object.assign(read, { loading: false, slots: [{ start: 0, end: 3_600_000 }] });
  const request = { id: "r", version: 1, client_time_zone: "Asia/Almaty" } as RequestRow;
  const { unmount } = render(<ScheduleDialog request={request} onClose={() => {}} />);
  expect(screen.getByText(/dialog\.schedule\.there Thu, 6:00/)).toBeTruthy();
  unmount();
  render(dialog());
  expect(screen.queryByText(/dialog\.schedule\.there/)).toBeNull();
});

it("says of a window that is named by hand what speaks against it", async () => {
  const calendars = { provider: [], client: null, taken: [] };
  Object.assign(read, { loading: false, slots: [], calendars });
  render(dialog());
  expect((await screen.findByRole("status")).textContent).toContain("dialog.schedule.warning.outside_ours");
});

it("says that the calendars could not be read, and still takes a window named by hand", () => {
  Object.assign(read, { loading: false, slots: undefined });
  render(dialog());
  expect(screen.getByText("dialog.schedule.unread")).toBeTruthy();
  expect(screen.getAllByRole("radio")).toHaveLength(1);
  expect(propose()).not.toBeNull();
});
