import { createHmac } from "node:crypto";
import { afterEach, expect, it, vi } from "vitest";
import { createRestStub, stubRuntime } from "../../tests/fixtures/rest-stub.ts";
import { createWebhooksHandler } from "../functions/webhooks/handler.ts";
import { relayWebhook } from "./relay-webhook.ts";

const address = "https://portdesk.example/functions/v1/webhooks";
afterEach(() => vi.unstubAllGlobals());

function portdesk() {
  const stub = createRestStub(() => ({}));
  const log = { info: () => undefined, error: () => undefined };
  const webhooks = { appSecrets: ["app-secret"], verifyToken: "v" };
  const handle = createWebhooksHandler({
    supabase: stubRuntime,
    webhooks,
    log,
    fetch: stub.fetch,
    now: Date.now,
  });
  vi.stubGlobal("fetch", (input: string, init: RequestInit) => handle(new Request(input, init)));
  return stub;
}

// Parsing and writing it again would change spaces, escapes and the long number, and with them the signature.
const body = new TextEncoder().encode(
  '{ "object": "whatsapp_business_account", "entry": [{"id": 10203040506070809}, "\\u00fc"] }',
);
const signature = `sha256=${createHmac("sha256", "app-secret").update(body).digest("hex")}`;

it("brings the bytes and the signature as they came", async () => {
  const stub = portdesk();
  expect(await relayWebhook(body, signature, address)).toBe(true);
  expect(stub.calls.at(-1)?.path).toBe("/rpc/engine_receive_webhook");
});

it("says when Portdesk did not take it, so that Meta sends it again", async () => {
  portdesk();
  expect(await relayWebhook(body, "sha256=00", address)).toBe(false);
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("no connection")));
  expect(await relayWebhook(body, signature, address)).toBe(false);
});
