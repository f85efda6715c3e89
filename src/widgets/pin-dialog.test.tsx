import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { PinDialog } from "./pin-dialog.tsx";

vi.mock("react-i18next", () => ({
  useTranslation: () => ({ t: (key: string) => key, i18n: { language: "en" } }),
}));

function open(answer: () => Promise<void> = () => Promise.resolve()) {
  const onDone = vi.fn<(noted: boolean) => Promise<void>>(answer);
  const { rerender } = render(<PinDialog pin="975310" onDone={onDone} />);
  return {
    onDone,
    user: userEvent.setup(),
    show: (pin: string | undefined) => rerender(<PinDialog {...{ pin, onDone }} />),
  };
}
const button = (name: string) => screen.getByRole("button", { name: new RegExp(`${name}$`) });
const dialog = () => screen.queryByRole("dialog", { name: "pin.title" });

it("closes neither by a key nor by a click beside it, and has no cross and no Cancel", async () => {
  const { onDone, user } = open();
  await user.keyboard("{Escape}");
  const mask = document.querySelector(".ant-modal-wrap");
  if (mask) await user.click(mask);
  await user.keyboard("{Escape}");
  expect(dialog()).not.toBeNull();
  expect(onDone).not.toHaveBeenCalled();
  const names = screen.getAllByRole("button").map((one) => one.textContent);
  expect(names.sort()).toEqual(["pin.cannot_note", "pin.noted", "pin.show"]);
});

it("can be confirmed as noted only after it was shown, and not by the key that showed it", async () => {
  const { onDone, user } = open();
  button("pin.show").focus();
  expect(button("pin.noted")).toHaveProperty("disabled", true);
  expect(screen.queryByText("975310")).toBeNull();
  await user.keyboard("{Enter}");
  expect(document.activeElement?.textContent).toContain("975310");
  await user.keyboard("{Enter}");
  expect(onDone).not.toHaveBeenCalled();
  await user.click(button("pin.noted"));
  expect(onDone.mock.calls).toEqual([[true]]);
});

it("lets people say that they cannot note it, shown or not", async () => {
  const { onDone, user } = open();
  await user.click(button("pin.cannot_note"));
  await user.click(button("pin.show"));
  await user.click(button("pin.cannot_note"));
  expect(onDone.mock.calls).toEqual([[false], [false]]);
});

it("stays, and asks again, while its owner still holds the PIN", async () => {
  const { onDone, user, show } = open();
  await user.click(button("pin.show"));
  await user.click(button("pin.noted"));
  expect(screen.getByText("975310")).not.toBeNull();
  expect(button("pin.noted")).toHaveProperty("disabled", false);
  show("246802");
  expect(button("pin.noted")).toHaveProperty("disabled", true);
  expect(screen.queryByText("246802")).toBeNull();
  expect(onDone).toHaveBeenCalledTimes(1);
});

it("makes the browser ask before the page is left", () => {
  const { show } = open();
  const leave = () => {
    const event = new Event("beforeunload", { cancelable: true });
    window.dispatchEvent(event);
    return event.defaultPrevented;
  };
  expect(leave()).toBe(true);
  show(undefined);
  expect(leave()).toBe(false);
});
