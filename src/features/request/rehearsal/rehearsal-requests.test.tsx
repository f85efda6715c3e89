import { render, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { RehearsalRequests } from "./rehearsal-requests.tsx";

vi.mock("react-i18next", () => ({
  useTranslation: () => ({
    t: (key: string, values?: { count?: number }) => [key, values?.count].filter(Boolean).join(" "),
  }),
}));
vi.mock("../../../ui/empty-state.tsx", () => ({ EmptyState: () => null }));

it("says how many requests were omitted, and nothing if none were", () => {
  const result = { requests: [], notices: [], assumptions: [] };
  const { rerender } = render(<RehearsalRequests result={{ ...result, more: 37 }} />);
  expect(screen.getByText("rehearsal.more 37")).toBeDefined();
  rerender(<RehearsalRequests result={{ ...result, more: 0 }} />);
  expect(screen.queryByText(/^rehearsal\.more/)).toBeNull();
});
