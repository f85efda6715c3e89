import { render } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { PinPanel } from "./pin-panel.tsx";

vi.mock("react-i18next", () => ({
  useTranslation: () => ({ t: (key: string) => key, i18n: { language: "en" } }),
}));

const shown = () => document.body.textContent ?? "";
const moved = { settings: [], registeredAt: null, isOn: true } as const;

it("says that nobody knows the PIN of the move, until a new one is set", () => {
  const { rerender } = render(<PinPanel {...moved} ofMove="unseen" />);
  expect(shown()).toContain("pin.unseen");
  expect(shown()).not.toContain("pin.of_register");
  const set = { side: "member", outcome: "set", opened_at: "2026-11-20T12:00:00Z" };
  rerender(<PinPanel {...moved} settings={[set]} ofMove="unseen" />);
  expect(shown()).toContain("pin.set_by_member");
  expect(shown()).not.toContain("pin.unseen");
});

it("tells a PIN that was shown from one that people chose by hand", () => {
  const { rerender } = render(<PinPanel {...moved} ofMove="shown" />);
  expect(shown()).toContain("pin.of_register");
  rerender(<PinPanel {...moved} ofMove="by_hand" />);
  expect(shown()).toContain("pin.by_hand");
});
