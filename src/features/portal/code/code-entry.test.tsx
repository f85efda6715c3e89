import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import type { CodeAnswer } from "./code-actions.ts";
import { CodeEntry } from "./code-entry.tsx";

vi.mock("react-i18next", () => ({
  useTranslation: () => ({
    t: (key: string, values?: object) => (values ? `${key} ${JSON.stringify(values)}` : key),
  }),
}));

const actions = (answer: CodeAnswer) => ({
  request: vi.fn<(method: "SMS" | "VOICE") => Promise<CodeAnswer>>(async () => answer),
  enter: vi.fn<(code: string) => Promise<CodeAnswer>>(async () => answer),
});

it("requests the code by SMS or call, then waits before the next request", async () => {
  const asking = actions({ done: "sent", waitUntil: Date.now() + 60_000 });
  render(<CodeEntry open="request_code" actions={asking} known={{}} />);
  expect(screen.queryByRole("textbox")).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "code.voice" }));
  expect(asking.request).toHaveBeenCalledExactlyOnceWith("VOICE");
  expect(await screen.findByText("sent")).toBeTruthy();
  expect(screen.getByRole("button", { name: "code.sms" })).toHaveProperty("disabled", true);
});

it("sends the six digits once, names the fault and the attempts left, and keeps no digit", async () => {
  const wrong = actions({ problem: "wrong", attemptsLeft: 2 });
  render(<CodeEntry open="enter_code" actions={wrong} known={{}} />);
  await userEvent.type(screen.getByRole("textbox"), "123456");
  expect(wrong.enter).toHaveBeenCalledExactlyOnceWith("123456");
  expect((await screen.findByRole("alert")).textContent).toBe("wrong");
  expect(screen.getByText('code.left {"count":2}')).toBeTruthy();
  expect(screen.getByRole("textbox")).toHaveProperty("value", "");
  expect(document.body.textContent).not.toContain("123456");
});

it("knows of a code requested before the page was opened", () => {
  render(
    <CodeEntry
      open="enter_code"
      actions={actions({})}
      known={{ waitUntil: Date.now() + 30_000, attemptsLeft: 3 }}
    />,
  );
  expect(screen.getByRole("button", { name: "code.again_sms" })).toHaveProperty("disabled", true);
  expect(screen.getByText('code.left {"count":3}')).toBeTruthy();
});
