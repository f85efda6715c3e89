import { createClient } from "@supabase/supabase-js";
import { beforeEach, expect, it } from "vitest";
import { createRestStub, stubRuntime } from "../../tests/fixtures/rest-stub.ts";
import { createDataProvider } from "./data-provider.ts";

const posted: unknown[] = [];
beforeEach(() => void posted.splice(0));

const stub = createRestStub(() => ({ body: [{ status: "submitted", requests: 2 }] }));
const provider = createDataProvider(
  createClient(stubRuntime.url, stubRuntime.publishableKey, {
    auth: { persistSession: false },
    global: { fetch: stub.fetch },
  }),
  async (name, body) => {
    posted.push([name, body]);
    return Response.json({ id: "r", version: 4 });
  },
);
const resource = "migration_requests";

it("creates and updates a request by its commands", async () => {
  const variables = { providerSlug: "home", application: {} };
  expect(await provider.create({ resource, variables })).toEqual({ data: { id: "r", version: 4 } });
  await provider.update({ resource, id: "r", variables: { version: 3, facts: { contactName: "Ada" } } });
  expect(posted).toEqual([
    ["commands", { command: "create_draft", input: variables }],
    [
      "commands",
      { command: "edit_facts", input: { request: "r", version: 3, facts: { contactName: "Ada" } } },
    ],
  ]);
});

it("changes nothing without a command, and deletes nothing", async () => {
  await expect(provider.create({ resource: "checks", variables: {} })).rejects.toThrow("commands of its own");
  await expect(provider.deleteOne({ resource, id: "r" })).rejects.toThrow("Nothing is deleted");
  expect(posted).toEqual([]);
});

it("calls database functions and Edge Functions by their address, and nothing else", async () => {
  const counts = { url: "rpc/request_counts", method: "post", payload: { p_provider: "p" } } as const;
  expect(await provider.custom?.(counts)).toEqual({ data: [{ status: "submitted", requests: 2 }] });
  expect(stub.calls.at(-1)).toMatchObject({ path: "/rpc/request_counts", body: { p_provider: "p" } });
  await provider.custom?.({ url: "functions/checks", method: "post", payload: { request: "r" } });
  expect(posted).toEqual([["checks", { request: "r" }]]);
  await expect(provider.custom?.({ url: "https://example.com", method: "get" })).rejects.toThrow(
    "Nothing is asked",
  );
});
