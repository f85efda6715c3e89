import { expect, it } from "vitest";
import { createRestStub, stubRuntime } from "../../../tests/fixtures/rest-stub.ts";
import { createLogger } from "../_shared/log.ts";
import { createProviderPageHandler } from "./handler.ts";

const page = {
  slug: "acme",
  name: "Acme",
  accentColor: "#1f6feb",
  country: "GB",
  officeName: "Office",
  officeEmail: "office@portdesk.example",
  officePhone: null,
  platformSignupUrl: "https://platform.example",
  oldProviders: ["Oldbridge"],
  tariff: null,
};

async function visit(address: string) {
  const rest = createRestStub(({ body }) => ({
    body: JSON.stringify(body).includes("acme") ? { ...page, internal: "7" } : null,
  }));
  const log = createLogger("provider-page", () => undefined);
  const handle = createProviderPageHandler({ supabase: stubRuntime, log, fetch: rest.fetch });
  const response = await handle(new Request(address));
  const json: unknown = await response.json();
  return { status: response.status, json, calls: rest.calls };
}

it("shows a visitor the provider's page", async () => {
  const { status, json, calls } = await visit("http://f.example/?slug=acme");
  expect(status).toBe(200);
  expect(json).toEqual(page);
  expect(calls[0]).toMatchObject({ path: "/rpc/provider_page", body: { p_slug: "acme" } });
});

it.each(["?slug=nobody", "", "?slug=", "?slug=A'%20or%201"])("answers %j with 404", async (query) => {
  const { status, json } = await visit(`http://f.example/${query}`);
  expect(status).toBe(404);
  expect(json).toEqual({ error: { code: "provider_not_found" } });
});
