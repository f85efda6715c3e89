import { expect, it } from "vitest";
import { contextAt, createEngineStub, post, requestId } from "../../../tests/fixtures/engine/engine-stub.ts";
import { createSignupWindowHandler } from "./handler.ts";

const signup = {
  url: "https://window.example/dialog",
  origins: ["https://window.example"],
  returnUrl: "https://portdesk.example/signup-return",
};

type Services = { found?: boolean; configured?: boolean; config?: string | null };

/** A move that is at the signup window; `found`: whether the person may read the request. */
async function stubWith({ found = true, configured = true, config = "7801" }: Services = {}) {
  const context = await contextAt("snapshot_before");
  const steps = [{ step: "embedded_signup", state: "pending", attempts: 0, result: null }];
  const connection = { id: "c1", app_id: "7302", signup_config_id: config };
  const stub = createEngineStub(
    {
      "/migration_requests": { body: found ? [{ id: requestId }] : [] },
      engine_context: { body: { ...context, steps, connection } },
    },
    () => Response.error(),
  );
  const graph = configured ? { ...stub.deps.graph, appSecret: "hidden-secret", signup } : stub.deps.graph;
  return { ...stub, handle: createSignupWindowHandler({ ...stub.deps, graph }) };
}

it("returns the window's address with everything Meta requires, and no secret", async () => {
  const { handle, lines } = await stubWith();
  const response = await handle(post({ request: requestId }));
  expect(response.status).toBe(200);
  const body = (await response.json()) as { url: string; origins: string[] };
  const { origin, searchParams } = new URL(body.url);
  expect(origin).toBe("https://window.example");
  expect(Object.fromEntries(searchParams)).toEqual({
    client_id: "7302",
    config_id: "7801",
    redirect_uri: signup.returnUrl,
    response_type: "code",
    override_default_response_type: "true",
    // Version 4 comes from the configuration: a member here would request a version that has ended.
    extras: "{}",
  });
  expect(body.origins).toEqual(signup.origins);
  expect(JSON.stringify(body) + lines.join("")).not.toContain("hidden-secret");
});

it.each([
  ["a request that the person may not read", { found: false }, 404, "request_not_found"],
  ["an app without a configuration", { config: null }, 409, "signup_not_configured"],
  ["an installation without a window", { configured: false }, 409, "signup_not_configured"],
])("refuses for %s", async (_name, change, status, code) => {
  const { handle } = await stubWith(change);
  const response = await handle(post({ request: requestId }));
  expect(response.status).toBe(status);
  expect(await response.json()).toEqual({ error: { code } });
});

it("refuses while another step is due, and for what is no request", async () => {
  const stub = createEngineStub(
    {
      "/migration_requests": { body: [{ id: requestId }] },
      engine_context: { body: await contextAt("register") },
    },
    () => Response.error(),
  );
  const handle = createSignupWindowHandler(stub.deps);
  expect(await (await handle(post({ request: requestId }))).json()).toEqual({
    error: { code: "step_not_due" },
  });
  expect((await handle(post({ request: "x" }))).status).toBe(400);
});
