import { AuthApiError } from "@supabase/supabase-js";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import { MemoryRouter } from "react-router";
import { expect, it, vi } from "vitest";
import { SecondFactorCard } from "./second-factor-card.tsx";
import type { Settings } from "./use-settings.ts";

/** A sign-in server with or without second factors. */
const server = vi.hoisted(() => ({ knows: true, level: "aal1" }));

vi.mock("../../providers/supabase-client.ts", () => ({
  supabase: {
    auth: {
      mfa: {
        getAuthenticatorAssuranceLevel: async () => ({
          data: { currentLevel: server.level, nextLevel: server.level },
          error: null,
        }),
        enroll: async () => ({
          data: null,
          error: server.knows
            ? new AuthApiError("factor_type needs to be totp", 400, "validation_failed")
            : new AuthApiError("Not Found", 404, "not_found"),
        }),
      },
    },
  },
}));
vi.mock("../../queries/commands/command-provider.ts", () => ({
  useCommand: () => ({ run: async () => false, pending: false }),
}));

const settings = { id: "p", second_factor_admins: false, second_factor_cutover: false } as Settings;

function show(): void {
  render(
    <QueryClientProvider client={new QueryClient()}>
      <MemoryRouter>
        <SecondFactorCard settings={settings} />
      </MemoryRouter>
    </QueryClientProvider>,
  );
}

// Here texts are their keys.
const absent = "second_factor.unavailable";

it("says that the server supports none, and sends nobody to set one up", async () => {
  server.knows = false;
  server.level = "aal2";
  show();
  expect(await screen.findByText(absent)).toBeTruthy();
  expect(screen.queryByText("second_factor.set_up")).toBeNull();
  for (const choice of screen.getAllByRole("switch")) expect(choice.hasAttribute("disabled")).toBe(true);
});

it("sends an admin without one to its setup", async () => {
  server.knows = true;
  server.level = "aal1";
  show();
  expect(await screen.findByText("second_factor.set_up")).toBeTruthy();
  expect(screen.queryByText(absent)).toBeNull();
});

it("lets an admin with one choose", async () => {
  server.knows = true;
  server.level = "aal2";
  show();
  await vi.waitFor(() => {
    for (const choice of screen.getAllByRole("switch")) expect(choice.hasAttribute("disabled")).toBe(false);
  });
});
