import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { OpenExceptions } from "./open-exceptions.tsx";
import type { RequestRow } from "../../../queries/request-row.ts";

const attempt = vi.hoisted(() => vi.fn<(command: string, input: object) => Promise<object>>());
vi.mock("react-i18next", () => ({
  useTranslation: () => ({ t: (key: string) => key, i18n: { language: "en" } }),
}));
vi.mock("@refinedev/core", () => ({ useOne: () => ({ result: undefined }) }));
vi.mock("../../../queries/access.ts", () => ({ usePermitted: () => () => true }));
vi.mock("../../../queries/commands/command-provider.ts", () => ({
  useCommand: () => ({ attempt, pending: false }),
}));
vi.mock("../../../queries/commands/error-text.ts", () => ({ useErrorText: () => String }));

const request = { id: "r", version: 3, registered_at: "2026-11-30T10:00:00Z" } as RequestRow;
const exception = {
  id: "e",
  code: "QUALITY_CHANGED",
  step: null,
  opened_at: "2026-11-30T10:00:00Z",
  retried_at: null,
} as const;

it("an exception is resolved by hand only with evidence that it is over", async () => {
  const user = userEvent.setup();
  render(<OpenExceptions request={request} exceptions={[exception]} />);
  await user.click(screen.getByRole("button", { name: "action.settle" }));
  expect(attempt).not.toHaveBeenCalled();
  const approvals = screen.getByRole("button", { name: "dialog.settle.go" });
  await user.click(approvals);
  await screen.findByText("dialog.required");
  expect(attempt).not.toHaveBeenCalled();
  attempt.mockResolvedValueOnce({});
  await user.type(screen.getByLabelText("dialog.settle.reason"), "green since noon");
  await user.click(approvals);
  await vi.waitFor(() =>
    expect(attempt.mock.calls).toEqual([
      [
        "resolve_exception",
        { request: "r", version: 3, code: "QUALITY_CHANGED", reason: "green since noon" },
      ],
    ]),
  );
});

it("says that an exception being retried is still open", () => {
  const retried = {
    ...exception,
    code: "TWO_STEP_ON",
    step: "register",
    retried_at: "2026-11-30T11:00:00Z",
  } as const;
  render(<OpenExceptions request={request} exceptions={[retried]} />);
  expect(document.body.textContent).toContain("retried");
  expect(screen.queryByRole("button")).toBeNull();
});
