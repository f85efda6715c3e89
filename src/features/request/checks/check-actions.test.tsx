import type { CheckCode, CheckStatus } from "#domain/checks/check-catalogue.ts";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { CheckActions } from "./check-actions.tsx";
import type { CheckRecord } from "./check-record.ts";
import type { RequestRow } from "../../../queries/request-row.ts";

const run = vi.fn<() => Promise<object>>(() => Promise.resolve({}));
vi.mock("react-i18next", () => ({ useTranslation: () => ({ t: (key: string) => key }) }));
vi.mock("../../../queries/access.ts", () => ({ usePermitted: () => () => true }));
vi.mock("../../../queries/commands/command-provider.ts", () => ({
  useCommand: () => ({ run, pending: false }),
}));

const request = { id: "r", version: 3 } as RequestRow;
const show = (code: CheckCode, status: CheckStatus) =>
  render(<CheckActions check={{ code, status } as CheckRecord} request={request} />);
function offered(code: CheckCode, status: CheckStatus): string[] {
  const { unmount } = show(code, status);
  const names = screen.queryAllByRole("button").map(({ textContent }) => textContent);
  unmount();
  return names;
}

it("offers the statements that a check allows in its state", () => {
  const all = ["checks.confirm", "checks.deny", "checks.waive"];
  expect(offered("CODE_CHANNEL", "pending")).toEqual(all);
  expect(offered("CODE_CHANNEL", "passed")).toEqual(["checks.deny"]);
  expect(offered("CODE_CHANNEL", "failed")).toEqual(["checks.confirm", "checks.waive"]);
  expect(offered("TWO_STEP_OFF", "pending")).toEqual(["checks.confirm", "checks.waive"]);
  expect(offered("TWO_STEP_OFF", "passed")).toEqual([]);
});

it("records a denial with its reason", async () => {
  show("CODE_CHANNEL", "passed");
  await userEvent.click(screen.getByRole("button", { name: "checks.deny" }));
  await userEvent.type(screen.getByRole("textbox"), "no call came");
  await userEvent.click(screen.getByRole("button", { name: "checks.deny" }));
  expect(run).toHaveBeenCalledExactlyOnceWith("confirm_check", {
    request: "r",
    version: 3,
    code: "CODE_CHANNEL",
    kind: "person",
    evidence: "no call came",
    outcome: "failed",
  });
});
