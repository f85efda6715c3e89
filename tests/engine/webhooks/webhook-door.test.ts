/** Hostile bodies with valid signatures, through the function and the API into the database: none causes a failure. */
import { createHmac } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createWebhooksHandler } from "../../../supabase/functions/webhooks/handler.ts";
import { receiverToken } from "../../../supabase/local/platform/access-tokens.ts";
import {
  jwtSecret,
  publishableKey,
  secretKey,
  type ServedPlatform,
  servePlatform,
} from "../../platform/local-platform.ts";
import type { Move } from "../../fixtures/move/move-runner.ts";
import { prepareMoves } from "../../fixtures/move/move-suite.ts";
import { malformedBodies } from "../../fixtures/webhooks/malformed-webhooks.ts";
import { body, quality, webhookFixture } from "../../fixtures/webhooks/webhook-fixture.ts";

const { moveIn, database } = prepareMoves();
const { process, alarmsOf } = webhookFixture(database);
const secret = "the-app-secret";
const problems: string[] = [];
const log = { info: () => undefined, error: (event: string) => problems.push(event) };

let move: Move;
let platform: ServedPlatform;
let token: string;
beforeAll(async () => {
  move = await moveIn();
  await move.drive();
  platform = await servePlatform(database());
  token = await receiverToken(jwtSecret);
});
afterAll(() => platform.stop());

const sign = (bytes: Uint8Array) => `sha256=${createHmac("sha256", secret).update(bytes).digest("hex")}`;

async function send(text: string | Uint8Array, signature?: string): Promise<number> {
  const handler = createWebhooksHandler({
    // The secret key could do more: without it the role must suffice.
    supabase: { url: platform.url, publishableKey, secretKey: "sb_secret_of_nobody" },
    webhooks: { appSecrets: [secret], verifyToken: "handshake", receiverToken: token },
    log,
  });
  const bytes = Uint8Array.from(Buffer.from(text));
  const headers = { "x-hub-signature-256": signature ?? sign(bytes) };
  const request = new Request("http://portdesk.example/webhooks", { method: "POST", headers, body: bytes });
  return (await handler(request)).status;
}

it.each(malformedBodies)("%s is accepted", async (_, text) => {
  expect(await send(text)).toBe(200);
  expect(await process()).toBe(1);
  expect(await send(text)).toBe(200);
  expect(await process()).toBe(0);
  expect(problems).toEqual([]);
});

it("Meta's reports enter by the same endpoint, which counts bad signatures", async () => {
  expect(await send(body(quality(move, "FLAGGED")))).toBe(200);
  await process();
  expect(await alarmsOf(move)).toMatchObject([{ code: "QUALITY_DROPPED" }]);
  expect(await send(body(quality(move, "DOWNGRADE")), "sha256=")).toBe(401);
  const [count] = await database().sql`select sum(refused)::int as n from private.webhook_refusals`;
  expect([count, problems]).toEqual([{ n: 1 }, []]);
});

it("the endpoint's role can call nothing else", async () => {
  const headers = {
    apikey: publishableKey,
    authorization: `Bearer ${token}`,
    "content-type": "application/json",
  };
  const ask = async (path: string, given?: object) => {
    const init = given ? { method: "POST", headers, body: JSON.stringify(given) } : { headers };
    return (await fetch(`${platform.url}/rest/v1/${path}`, init)).status;
  };
  for (const path of ["migration_requests?select=id", "request_alarms?select=id", "providers?select=id"])
    expect([path, await ask(path)]).toEqual([path, 403]);
  for (const [name, given] of Object.entries({
    engine_take_webhooks: { p_limit: 1 },
    engine_halt_all: { p_reason: "mine" },
    my_access: {},
  }))
    expect([name, (await ask(`rpc/${name}`, given)) >= 400]).toEqual([name, true]);
  expect(await ask("rpc/engine_count_refused_webhooks", { p_count: 1 })).toBeLessThan(300);
  expect(
    (await fetch(`${platform.url}/rest/v1/providers?select=id`, { headers: { apikey: secretKey } })).status,
  ).toBe(200);
});
