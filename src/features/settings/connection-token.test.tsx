import { render, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { ConnectionToken } from "./connection-token.tsx";
import type { Connection } from "../../queries/own-connections.ts";

vi.mock("../../queries/access.ts", () => ({ usePermitted: () => () => false }));
vi.mock("../../queries/commands/command-provider.ts", () => ({
  useCommand: () => ({ run: async () => undefined, pending: false }),
}));
vi.mock("./use-connection-commands.ts", () => ({ useConnectionCommands: () => ({ busy: false }) }));
vi.mock("./connection-dialog.tsx", () => ({ ConnectionDialog: () => null }));
vi.mock("../../ui/relative-time.tsx", () => ({ RelativeTime: () => <>then</> }));
vi.mock("react-i18next", () => ({
  useTranslation: () => ({ t: (key: string) => key, i18n: { language: "en" } }),
}));

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

function shown(ends: Pick<Connection, "token_expires_at" | "token_data_access_expires_at">): string {
  const connection = {
    id: "c",
    provider_id: "p",
    token_read_at: "2026-11-20T10:00:00Z",
    token_valid: true,
    token_scopes: ["whatsapp_business_management"],
    ...ends,
  } as Connection;
  const { unmount } = render(<ConnectionToken connection={connection} />);
  const text = screen.getByText(/connections\.token\.valid/).textContent ?? "";
  unmount();
  return text;
}

it("warns that data access ends although the token does not expire", () => {
  const text = shown({ token_expires_at: null, token_data_access_expires_at: inDays(10) });
  expect(text).toContain("connections.token.stays");
  expect(text).toContain("connections.token.ends.data_access.soon");
});

it("names both expiry dates with their urgency, and none if Meta named none", () => {
  const text = shown({ token_expires_at: inDays(2), token_data_access_expires_at: inDays(60) });
  expect(text).toContain("connections.token.ends.token.near");
  expect(text).toContain("connections.token.ends.data_access.far");
  expect(text).not.toContain("connections.token.stays");
  const without = shown({ token_expires_at: null, token_data_access_expires_at: null });
  expect(without).not.toContain("connections.token.ends");
});
