import { render, screen } from "@testing-library/react";
import { MemoryRouter } from "react-router";
import { beforeEach, expect, it, vi } from "vitest";
import { TokenBanner } from "./token-banner.tsx";

const state = vi.hoisted(() => ({ rows: [] as object[], mayManage: true }));

vi.mock("@refinedev/core", () => ({
  useList: ({ queryOptions }: { queryOptions: { enabled: boolean } }) => ({
    result: { data: queryOptions.enabled ? state.rows : [] },
  }),
}));
vi.mock("../../queries/access.ts", () => ({ usePermitted: () => () => state.mayManage }));
vi.mock("react-i18next", () => ({
  useTranslation: () => ({
    t: (key: string, values?: { name?: string; count?: number }) =>
      [key, values?.name, values?.count].filter((part) => part !== undefined).join(" "),
    i18n: { language: "en" },
  }),
}));

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
const connection = (name: string, token: number | null, data: number | null) => ({
  id: name,
  name,
  token_expires_at: token === null ? null : inDays(token),
  token_data_access_expires_at: data === null ? null : inDays(data),
});
const show = () =>
  render(
    <MemoryRouter>
      <TokenBanner providerId="p" />
    </MemoryRouter>,
  );

beforeEach(() => {
  state.rows = [];
  state.mayManage = true;
});

it("names the connections that expire within two weeks, by the earlier date", () => {
  state.rows = [connection("Far", 60, 20), connection("Data", null, 10), connection("Gone", -1, null)];
  show();
  const text = screen.getByRole("status").textContent ?? "";
  expect(text).toContain("token_ends.title 2");
  expect(text).toContain("token_ends.item Data");
  expect(text).toContain("token_ends.over Gone");
  expect(text).not.toContain("Far");
});

it("says nothing while no expiry is near, or to people who cannot act on it", () => {
  state.rows = [connection("Far", null, 15), connection("Never", null, null)];
  show();
  expect(screen.queryByRole("status")).toBeNull();
  state.rows = [connection("Data", null, 1)];
  state.mayManage = false;
  show();
  expect(screen.queryByRole("status")).toBeNull();
});
