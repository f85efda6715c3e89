import { AuthApiError } from "@supabase/supabase-js";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { MemoryRouter } from "react-router";
import { beforeEach, expect, it, vi } from "vitest";
import { SecondFactorPage } from "./second-factor-page.tsx";

/** A sign-in server with one account, whose app shows 246810. */
const server = vi.hoisted(() => ({
  offers: true,
  level: "aal1",
  factors: [] as { id: string; status: string; factor_type: string }[],
  tries: 0,
}));
const refusal = (message: string, status: number, code: string) => ({
  data: null,
  error: new AuthApiError(message, status, code),
});
const mfa = {
  getAuthenticatorAssuranceLevel: async () => ({
    data: {
      currentLevel: server.level,
      nextLevel: server.factors.some(({ status }) => status === "verified") ? "aal2" : server.level,
    },
    error: null,
  }),
  listFactors: async () => ({
    data: { all: server.factors, totp: server.factors.filter(({ status }) => status === "verified") },
    error: null,
  }),
  async enroll() {
    if (!server.offers) return refusal("Not Found", 404, "not_found");
    if (server.factors.length > 0) return refusal("A factor exists", 422, "mfa_factor_name_conflict");
    server.factors.push({ id: "f1", status: "unverified", factor_type: "totp" });
    return { data: { id: "f1", totp: { secret: "JBSWY3DP", uri: "otpauth://totp/x" } }, error: null };
  },
  async challengeAndVerify({ code }: { factorId: string; code: string }) {
    server.tries += 1;
    if (server.tries > 3) return refusal("Too many", 429, "over_request_rate_limit");
    if (code !== "246810") return refusal("Invalid TOTP code", 422, "mfa_verification_failed");
    server.level = "aal2";
    for (const factor of server.factors) factor.status = "verified";
    return { data: {}, error: null };
  },
  async unenroll({ factorId }: { factorId: string }) {
    server.factors = server.factors.filter(({ id }) => id !== factorId);
    return { data: {}, error: null };
  },
};
async function refreshSession() {
  server.level = "aal1";
  return { data: {}, error: null };
}

vi.mock("../../providers/supabase-client.ts", () => ({
  supabase: {
    auth: {
      get mfa() {
        return mfa;
      },
      refreshSession: () => refreshSession(),
    },
  },
}));
vi.mock("react-i18next", () => ({
  useTranslation: () => ({
    t: (key: string, values?: object) => [key, ...Object.values(values ?? {})].join(" "),
  }),
}));
vi.mock("./use-sign-out.ts", () => ({ useSignOut: () => vi.fn<() => void>() }));
vi.mock("../frame/provider-choice.tsx", () => ({ ProviderChoice: () => null }));

beforeEach(() => Object.assign(server, { offers: true, level: "aal1", factors: [], tries: 0 }));

async function show(demandedBy?: string) {
  render(
    <QueryClientProvider client={new QueryClient()}>
      <MemoryRouter>
        <SecondFactorPage {...(demandedBy === undefined ? {} : { demandedBy })} />
      </MemoryRouter>
    </QueryClientProvider>,
  );
  await screen.findByRole("heading", { name: "second_factor.title" });
}
const press = async (name: string) => userEvent.click(await screen.findByRole("button", { name }));
const give = async (code: string) => userEvent.type(await screen.findByLabelText("second_factor.code"), code);

it("is set up with the first correct code, even after an unfinished attempt", async () => {
  server.factors.push({ id: "old", status: "unverified", factor_type: "totp" });
  await show();
  await press("second_factor.begin");
  await screen.findByText("JBSWY3DP");
  await give("111111");
  await screen.findByText("second_factor.wrong");
  await give("246810");
  await screen.findByText("second_factor.passed");
  expect(server.factors).toEqual([{ id: "f1", status: "verified", factor_type: "totp" }]);
});

it("says so if the server offers none", async () => {
  server.offers = false;
  await show("Brightline");
  await screen.findByText("second_factor.demanded Brightline");
  await press("second_factor.begin");
  expect(await screen.findByText("second_factor.unavailable")).toBeDefined();
});

it("asks people who have one, and distinguishes too many attempts from a wrong code", async () => {
  server.factors.push({ id: "f1", status: "verified", factor_type: "totp" });
  await show();
  await screen.findByText("second_factor.ask");
  for (const code of ["111111", "222222", "333333"]) {
    await give(code);
    await screen.findByText("second_factor.wrong");
  }
  await give("246810");
  await screen.findByText("second_factor.wait");
  server.tries = 0;
  await give("246810");
  expect(await screen.findByText("second_factor.passed")).toBeDefined();
});

it("is removed only after confirmation, and the session loses its level", async () => {
  server.factors.push({ id: "f1", status: "verified", factor_type: "totp" });
  server.level = "aal2";
  await show();
  await press("second_factor.remove");
  await screen.findByText("second_factor.remove_sure");
  const [, sure] = await screen.findAllByRole("button", { name: "second_factor.remove" });
  if (sure) await userEvent.click(sure);
  await screen.findByRole("button", { name: "second_factor.begin" });
  expect(server).toMatchObject({ factors: [], level: "aal1" });
});
