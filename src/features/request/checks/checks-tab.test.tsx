import { render, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { ChecksTab } from "./checks-tab.tsx";
import type { RequestRow } from "../../../queries/request-row.ts";

vi.mock("react-i18next", () => ({ useTranslation: () => ({ t: (key: string) => key }) }));
vi.mock("@refinedev/core", () => ({
  useList: () => ({
    result: { data: [{ id: "1", code: "TWO_STEP_OFF", status: "pending" }] },
    query: { isLoading: false, isError: false },
  }),
}));
vi.mock("../../../queries/access.ts", () => ({ usePermitted: () => () => true }));
vi.mock("./check-row.tsx", () => ({ CheckRow: () => null }));
vi.mock("./readiness-points.tsx", () => ({ ReadinessPoints: () => null }));
vi.mock("./read-checks-button.tsx", () => ({ ReadChecksButton: () => <button type="button">read</button> }));

/** The tab of a request in preparing. */
const shown = (request: Partial<RequestRow>) => {
  const { unmount } = render(
    <ChecksTab request={{ id: "1", status: "preparing", ...request } as RequestRow} />,
  );
  const found = screen.queryByRole("button", { name: "read" }) !== null;
  unmount();
  return found;
};

it("allows a reading as soon as a route is chosen, even without a destination", () => {
  expect(shown({ route: null, destination_waba_id: null })).toBe(false);
  expect(shown({ route: "R3", destination_waba_id: null })).toBe(true);
  expect(shown({ route: "R3", destination_waba_id: null, status: "cutover" })).toBe(false);
});
