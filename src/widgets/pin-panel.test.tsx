import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import monitoringEn from "../locales/en/monitoring.json" with { type: "json" };
import monitoringRu from "../locales/ru/monitoring.json" with { type: "json" };
import { PinPanel } from "./pin-panel.tsx";

vi.mock("react-i18next", () => ({
  useTranslation: () => ({ t: (key: string) => key, i18n: { language: "en" } }),
}));

const shown = () => document.body.textContent ?? "";
const onNote = vi.fn<(pinId: string, noted: boolean) => Promise<boolean>>();
const moved = { settings: [], registeredAt: null, isOn: true, onNote } as const;
const set = { side: "member", outcome: "set", opened_at: "2026-11-20T12:00:00Z", shown_at: null };
const noted = { ...set, shown_at: "2026-11-20T12:01:00Z" };

it("says that nobody knows the PIN of the move, until a new one is set and noted", () => {
  const { rerender } = render(<PinPanel {...moved} ofMove="unseen" />);
  expect(shown()).toContain("pin.unseen");
  expect(shown()).not.toContain("pin.of_register");
  rerender(<PinPanel {...moved} settings={[set]} ofMove="unseen" />);
  expect(shown()).toContain("pin.unseen");
  expect(shown()).not.toContain("pin.set_by_member");
  rerender(<PinPanel {...moved} settings={[noted]} ofMove="unseen" />);
  expect(shown()).toContain("pin.set_by_member");
  expect(shown()).not.toContain("pin.unseen");
});

it("a new PIN that is not noted or not known to be valid hides the earlier one", () => {
  const { rerender } = render(<PinPanel {...moved} settings={[set]} ofMove="shown" />);
  expect(shown()).toContain("pin.unseen");
  rerender(<PinPanel {...moved} settings={[{ ...noted, outcome: "unknown" }, noted]} ofMove="shown" />);
  expect(shown()).toContain("pin.unknown");
  expect(shown()).not.toContain("pin.set_by_member");
  rerender(<PinPanel {...moved} settings={[{ ...set, outcome: "refused" }, noted]} ofMove="shown" />);
  expect(shown()).toContain("pin.set_by_member");
  expect(shown()).toContain("pin.refused");
});

it("distinguishes a noted PIN from one that people chose", () => {
  const { rerender } = render(<PinPanel {...moved} ofMove="shown" />);
  expect(shown()).toContain("pin.of_register");
  rerender(<PinPanel {...moved} ofMove="by_hand" />);
  expect(shown()).toContain("pin.by_hand");
  rerender(<PinPanel {...moved} ofMove="old_provider" />);
  expect(shown()).toContain("pin.of_old_provider");
});

it("no text says that a PIN was shown: showing it proves nothing", () => {
  const texts = [monitoringEn, monitoringRu].flatMap(({ pin }) => [
    pin.of_register,
    pin.set_by_member,
    pin.set_by_client,
  ]);
  expect(texts.filter((text) => /shown|показан/.test(text))).toEqual([]);
});

it("keeps a new PIN on the screen until its fate is on record", async () => {
  const answer = { state: "set", pin: "483920", pinId: "p1" } as const;
  render(<PinPanel {...moved} ofMove="shown" onSet={() => Promise.resolve(answer)} />);
  const user = userEvent.setup();
  const press = (name: string) => user.click(screen.getByRole("button", { name: new RegExp(`${name}$`) }));
  await press("pin.set");
  await press("pin.yes");
  await press("pin.show");
  onNote.mockResolvedValueOnce(false);
  await press("pin.noted");
  expect(screen.queryByText("483920")).not.toBeNull();
  onNote.mockResolvedValueOnce(true);
  await press("pin.noted");
  expect(onNote.mock.calls).toEqual([
    ["p1", true],
    ["p1", true],
  ]);
  await vi.waitFor(() => expect(screen.queryByText("483920")).toBeNull());
});
