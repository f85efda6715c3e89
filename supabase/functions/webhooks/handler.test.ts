import { createHash, createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createRestStub, type RestAnswer, stubRuntime } from "../../../tests/fixtures/rest-stub.ts";
import { createWebhooksHandler } from "./handler.ts";

const present = "present-app-secret";
const former = "former-app-secret";
const counting = "/rpc/engine_count_refused_webhooks";
const log = { info: () => undefined, error: () => undefined };
const maxBytes = 3 * 1024 * 1024;

function createReceiver(now = Date.now, answer: RestAnswer = {}) {
  const stub = createRestStub(() => answer);
  const webhooks = { appSecrets: [present, former], verifyToken: "handshake-token" };
  const handler = createWebhooksHandler({ supabase: stubRuntime, webhooks, log, fetch: stub.fetch, now });
  return { stub, handler };
}

const sign = (body: Uint8Array, secret = present) =>
  `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;

function post(body: BodyInit, signature: string | null, more: RequestInit = {}): Request {
  const headers: Record<string, string> = signature === null ? {} : { "x-hub-signature-256": signature };
  return new Request("http://portdesk.example/webhooks", { method: "POST", headers, body, ...more });
}

const signed = (body: Uint8Array<ArrayBuffer>, secret = present) => post(body, sign(body, secret));
const bytes = (text: string) => new TextEncoder().encode(text);
const small = bytes('{"object":"whatsapp_business_account","entry":[]}');

describe("the handshake", () => {
  const ask = (query: string) =>
    createReceiver().handler(new Request(`http://portdesk.example/webhooks?${query}`));
  const right = "hub.mode=subscribe&hub.verify_token=handshake-token&hub.challenge=";

  it("answers the challenge as plain text", async () => {
    const response = await ask(`${right}1158201444`);
    expect([response.status, await response.text()]).toEqual([200, "1158201444"]);
    expect(response.headers.get("content-type")).toMatch(/^text\/plain/);
  });

  it.each([
    ["another token", "hub.mode=subscribe&hub.verify_token=other&hub.challenge=1"],
    ["no token", "hub.mode=subscribe&hub.challenge=1"],
    ["another mode", "hub.mode=unsubscribe&hub.verify_token=handshake-token&hub.challenge=1"],
    ["a challenge that is markup", `${right}%3Cscript%3E`],
    ["no challenge", right],
  ])("refuses %s", async (_, query) => {
    expect((await ask(query)).status).toBe(403);
  });
});

describe("a signed body", () => {
  it("goes into the inbox unchanged, keyed by its hash", async () => {
    const { stub, handler } = createReceiver();
    const body = Uint8Array.from({ length: 20_000 }, (_, at) => at % 256);
    expect((await handler(signed(body))).status).toBe(200);
    expect(stub.calls).toMatchObject([
      {
        path: "/rpc/engine_receive_webhook",
        body: {
          p_digest: createHash("sha256").update(body).digest("hex"),
          p_body: Buffer.from(body).toString("base64"),
        },
      },
    ]);
  });

  it("is stored by the role that can do nothing else, if its token is set", async () => {
    const stub = createRestStub(() => ({}));
    const webhooks = { appSecrets: [present], verifyToken: "t", receiverToken: "a.narrow.token" };
    const handler = createWebhooksHandler({ supabase: stubRuntime, webhooks, log, fetch: stub.fetch });
    await handler(signed(small));
    await handler(post(small, null));
    expect(stub.calls.map(({ authorization }) => authorization)).toEqual(
      Array(2).fill("Bearer a.narrow.token"),
    );
  });

  it("may be signed by the former secret", async () => {
    expect((await createReceiver().handler(signed(small, former))).status).toBe(200);
  });

  it("is refused for one flipped bit anywhere, in body or signature, and stored nowhere", async () => {
    const { stub, handler } = createReceiver();
    const signature = sign(small);
    const statuses = new Set<number>();
    for (let bit = 0; bit < small.length * 8; bit += 1) {
      const flipped = Uint8Array.from(small);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      statuses.add((await handler(post(flipped, signature))).status);
    }
    const hex = Buffer.from(signature.slice(7), "hex");
    for (let bit = 0; bit < hex.length * 8; bit += 1) {
      const flipped = Buffer.from(hex);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      statuses.add((await handler(post(small, `sha256=${flipped.toString("hex")}`))).status);
    }
    expect([...statuses]).toEqual([401]);
    expect(stub.calls.filter(({ path }) => path !== counting)).toEqual([]);
  });

  it.each([
    ["no signature", null],
    ["another scheme", sign(small).replace("sha256=", "sha1=")],
    ["half a signature", sign(small).slice(0, 40)],
    ["another secret", sign(small, "somebody-elses")],
    ["an empty one", "sha256="],
  ])("is refused with %s", async (_, signature) => {
    expect((await createReceiver().handler(post(small, signature))).status).toBe(401);
  });

  it("may have 3 MB, and with one byte more is refused before it is buffered", async () => {
    const { stub, handler } = createReceiver();
    expect((await handler(signed(new Uint8Array(maxBytes)))).status).toBe(200);
    expect(stub.calls).toHaveLength(1);

    const declared = post(small, sign(small), {
      headers: { "content-length": String(maxBytes + 1), "x-hub-signature-256": sign(small) },
    });
    expect((await handler(declared)).status).toBe(413);

    let pulled = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 64 * 1024;
        controller.enqueue(new Uint8Array(64 * 1024));
      },
    });
    const streamed = post(endless, sign(small), { duplex: "half" } as RequestInit);
    expect((await handler(streamed)).status).toBe(413);
    expect(pulled).toBeLessThan(maxBytes + 256 * 1024);
    expect(stub.calls).toHaveLength(1);
  });

  it("counts as refused if its signature is bad, a few seconds' worth at a time, and not if it is good", async () => {
    let clock = 0;
    const { stub, handler } = createReceiver(() => clock);
    const bad = async () => (await handler(post(small, sign(small, "somebody-elses")))).status;
    await handler(signed(small));
    expect(stub.calls.filter(({ path }) => path === counting)).toEqual([]);
    for (clock of [0, 1000, 2000, 4999, 5000]) expect(await bad()).toBe(401);
    await handler(signed(small));
    const counts = stub.calls.filter(({ path }) => path === counting);
    expect(counts.map(({ body }) => body)).toEqual([{ p_count: 1 }, { p_count: 4 }]);
  });

  it("is refused for a bad signature even if the database is down", async () => {
    const { handler } = createReceiver(Date.now, { status: 500, body: { message: "down" } });
    expect((await handler(post(small, null))).status).toBe(401);
  });

  it("is requested again if the database does not store it", async () => {
    const stub = createRestStub(() => ({ status: 500, body: { message: "down" } }));
    const webhooks = { appSecrets: [present], verifyToken: "t" };
    const handler = createWebhooksHandler({ supabase: stubRuntime, webhooks, log, fetch: stub.fetch });
    expect((await handler(signed(small))).status).toBe(500);
  });
});
