import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { CodeInput } from "./code-input.tsx";

it("is one field that a phone can fill from an SMS", () => {
  render(<CodeInput label="Code" onComplete={vi.fn<(code: string) => void>()} />);
  expect(screen.getByRole("textbox", { name: "Code" }).getAttribute("autocomplete")).toBe("one-time-code");
});

it("accepts digits only and reports the sixth", async () => {
  const done = vi.fn<(code: string) => void>();
  render(<CodeInput label="Code" onComplete={done} />);
  await userEvent.type(screen.getByRole("textbox"), "12a345");
  expect(done).not.toHaveBeenCalled();
  await userEvent.type(screen.getByRole("textbox"), "6");
  expect(done).toHaveBeenCalledExactlyOnceWith("123456");
});

it("accepts a pasted code with any separators between its digits", async () => {
  const done = vi.fn<(code: string) => void>();
  render(<CodeInput label="Code" onComplete={done} />);
  await userEvent.click(screen.getByRole("textbox"));
  await userEvent.paste("Code: 123 456");
  expect(done).toHaveBeenCalledExactlyOnceWith("123456");
});

it("is empty and ready for another attempt once the first is over", async () => {
  const { rerender } = render(<CodeInput label="Code" onComplete={vi.fn<(code: string) => void>()} />);
  await userEvent.type(screen.getByRole("textbox"), "123456");
  rerender(<CodeInput label="Code" onComplete={vi.fn<(code: string) => void>()} disabled />);
  expect(screen.getByRole("textbox")).toHaveProperty("value", "123456");
  rerender(<CodeInput label="Code" onComplete={vi.fn<(code: string) => void>()} />);
  expect(screen.getByRole("textbox")).toHaveProperty("value", "");
});
