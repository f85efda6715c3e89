/** Every call of the port against every kind of bad reply: one kind of failure, no secret in it, Meta's trace kept. */
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { GraphPort, SignupGrant } from "#domain/graph/graph-port.ts";
import { createGraphClient } from "../../supabase/functions/_shared/graph/graph-client.ts";
import { exchangeSignupCode } from "../../supabase/functions/_shared/graph/signup-client.ts";
import { createUsageGate } from "../../supabase/functions/_shared/graph/usage-gate.ts";
import { fillers } from "../fixtures/redaction-probes.ts";
import { failureOf } from "./client-fixture.ts";
import { destination, newToken, source } from "./simulator-fixture.ts";

/** Serves as code, PIN, app's secret and signup code: whichever a call carries must not return in its failure. */
const secret = "424242";
const phoneNumberId = "7201";

/** A new call of the port without a case here does not compile. */
const calls: Record<keyof GraphPort, (client: GraphPort) => Promise<unknown>> = {
  readNumber: (client) => client.readNumber(phoneNumberId),
  readWaba: (client) => client.readWaba(destination),
  readProfile: (client) => client.readProfile(phoneNumberId),
  listNumbers: (client) => client.listNumbers(destination),
  listTemplates: (client) => client.listTemplates(destination),
  readTemplateTexts: (client) => client.readTemplateTexts(destination, null),
  createTemplate: (client) =>
    client.createTemplate({
      wabaId: destination,
      template: {
        name: "hello",
        language: "en",
        category: "UTILITY",
        components: [{ type: "BODY", text: "Hi" }],
      },
    }),
  listSubscribedApps: (client) => client.listSubscribedApps(destination),
  subscribeApp: (client) => client.subscribeApp(destination),
  copyTemplates: (client) =>
    client.copyTemplates({ destinationWabaId: destination, sourceWabaId: source, page: 0, count: 500 }),
  claimNumber: (client) =>
    client.claimNumber({ destinationWabaId: destination, countryCode: "1", nationalNumber: "2025550123" }),
  requestCode: (client) => client.requestCode({ phoneNumberId, method: "SMS", language: "en_US" }),
  verifyCode: (client) => client.verifyCode({ phoneNumberId, code: secret }),
  register: (client) => client.register({ phoneNumberId, pin: secret }),
  setPin: (client) => client.setPin({ phoneNumberId, pin: secret }),
  sendTemplate: (client) =>
    client.sendTemplate({ phoneNumberId, to: "+12025550199", template: "hello", language: "en" }),
  exchangeSignupCode: (client) => client.exchangeSignupCode(secret),
};
const grantCalls: Record<Exclude<keyof SignupGrant, "token">, (grant: SignupGrant) => Promise<unknown>> = {
  inspect: (grant) => grant.inspect(),
  readWaba: (grant) => grant.readWaba(destination),
  listNumbers: (grant) => grant.listNumbers(destination),
};
const cases: [string, (client: GraphPort) => Promise<unknown>][] = [
  ...Object.entries(calls),
  ...Object.entries(grantCalls).map(([name, call]): [string, (client: GraphPort) => Promise<unknown>] => [
    `${name} of a grant`,
    async (client) => call(await client.exchangeSignupCode(secret)),
  ]),
];
const withSecret = new Set(["verifyCode", "register", "setPin", "exchangeSignupCode"]);

/** The client as the engine has it, with a signup window; a grant is provided unless it is what is being tried. */
function clientOf(name: string, answer: () => Response | Promise<Response>, deadlineSeconds = 10): GraphPort {
  const common = {
    fetch: async (request: Request) =>
      name.endsWith("of a grant") && request.url.includes("/oauth/access_token")
        ? Response.json({ access_token: newToken })
        : answer(),
    url: "http://graph.example",
    version: "v25.0",
    deadlineSeconds,
    gate: createUsageGate(Date.now),
    now: Date.now,
  };
  const app = { id: "7302", secret, returnUrl: "http://127.0.0.1/return" };
  const seal = async () => ({ connectionId: "c", keyId: "k", nonce: "n", ciphertext: "x" });
  return createGraphClient({ ...common, token: newToken, appSecret: secret }, (code) =>
    exchangeSignupCode(common, app, seal, code),
  );
}

const leak = `${newToken} ${secret}`;
const trace = { "x-fb-trace-id": "AbCheader" };
/** NUL and two lone surrogates. */
const refused = "a\u0000b \uD83D \uDE00";
const stored = "a\uFFFDb \uFFFD \uFFFD";
const json = (text: string, status = 200) =>
  new Response(text, { status, headers: { ...trace, "content-type": "application/json" } });
const html = { ...trace, "content-type": "text/html" };

const replies: Record<string, [() => Response, object]> = {
  HTML: [() => new Response(`<h1>${leak}</h1>`, { headers: html }), { kind: "nonsense", status: 200 }],
  "HTML with 502": [() => new Response(`<h1>${leak}</h1>`, { status: 502, headers: html }), { kind: "lost" }],
  truncated: [() => json(`{"success": true, "id": "7201", "data": [{"id": "${leak}`), { kind: "nonsense" }],
  empty: [() => json(""), { kind: "nonsense" }],
  "nothing but null": [() => json("null"), { kind: "nonsense" }],
  "a list": [() => json(`[{"success": true, "id": "7201"}, "${leak}"]`), { kind: "nonsense" }],
  "a number": [() => json("7201"), { kind: "nonsense" }],
  "every field of a wrong type": [
    () =>
      json(
        JSON.stringify({
          id: 7201,
          success: "true",
          data: "none",
          status: ["CONNECTED"],
          migrated_templates: 3,
          failed_templates: "none",
          messages: {},
          access_token: 12,
          leak,
        }),
      ),
    { kind: "nonsense" },
  ],
  "success that nobody knows": [() => json('{"success": "PERHAPS", "data": [7]}'), { kind: "nonsense" }],
  "HTML with what the database refuses": [
    () => new Response(`<h1>${leak} ${refused}</h1>`, { headers: html }),
    { kind: "nonsense", payload: expect.stringMatching(/^<h1>\[redacted\] .*a\uFFFDb/) },
  ],
  "HTML with an emoji across the cut": [
    () => new Response(`${"x".repeat(4095)}\u{1F600} ${leak}`, { headers: html }),
    { kind: "nonsense", payload: `${"x".repeat(4095)}\uFFFD` },
  ],
  "JSON with what the database refuses": [
    () => json(JSON.stringify({ [refused]: refused, id: 7201, data: [refused], leak })),
    { kind: "nonsense", payload: { [stored]: stored, data: [stored] } },
  ],
  "JSON with an emoji across the cut": [
    () => json(JSON.stringify({ text: `${"x".repeat(4095)}\u{1F600}` })),
    { kind: "nonsense", payload: { text: `${"x".repeat(4095)}\uFFFD` } },
  ],
  "JSON of great depth": [
    () => json(`{"leak":"${leak}","data":${"[".repeat(100_000)}${"]".repeat(100_000)}}`),
    { kind: "nonsense" },
  ],
  "a redirect": [
    () => new Response(null, { status: 302, headers: { ...trace, location: "https://example.com/" } }),
    { kind: "nonsense", status: 302 },
  ],
};

function expectClean(details: unknown, name: string): void {
  const secrets = [newToken, ...(withSecret.has(name) ? [secret] : [])];
  expect(secrets.filter((one) => JSON.stringify(details).includes(one))).toEqual([]);
}

describe.each(cases)("%s", (name, call) => {
  it.each(Object.keys(replies))("given %s fails", async (reply) => {
    const [answer, expected] = replies[reply] ?? [() => Response.error(), {}];
    const details = await failureOf(call(clientOf(name, answer)));
    expect(details).toMatchObject({ ...expected, fbtraceId: "AbCheader" });
    expect(details.payload).toBeDefined();
    expectClean(details, name);
  });

  it.each<[string, object, object]>([
    ["with 200", { code: 1, message: leak, fbtrace_id: "AbCbody" }, { kind: "refused", code: 1 }],
    [
      "with what the database refuses",
      {
        code: 1,
        message: refused,
        error_user_title: refused,
        error_user_msg: refused,
        fbtrace_id: "AbCbody",
      },
      {
        kind: "refused",
        title: stored,
        userMessage: stored,
        message: stored,
        payload: { error: { message: stored } },
      },
    ],
    ["without a usable number", { code: "one", message: leak, fbtrace_id: "AbCbody" }, { kind: "nonsense" }],
  ])("given an error object %s fails with Meta's trace", async (_name, error, expected) => {
    const body = { success: true, id: phoneNumberId, data: [], error };
    const details = await failureOf(call(clientOf(name, () => json(JSON.stringify(body)))));
    expect(details).toMatchObject({ ...expected, status: 200, fbtraceId: "AbCbody" });
    expectClean(details, name);
  });

  it.each(fillers)("given ten megabytes of %j reads half of them and keeps the beginning", async (filler) => {
    const piece = new TextEncoder().encode(`{"data": "${leak}"}`.padEnd(64 * 1024, filler));
    let sent = 0;
    const pull = (controller: ReadableStreamDefaultController<Uint8Array>) => {
      sent += piece.byteLength;
      if (sent > 10_000_000) controller.close();
      else controller.enqueue(piece);
    };
    const details = await failureOf(
      call(clientOf(name, () => new Response(new ReadableStream({ pull }), { headers: trace }))),
    );
    expect(details).toMatchObject({
      kind: "nonsense",
      fbtraceId: "AbCheader",
      payload: { reason: "too long", start: expect.stringMatching(/^\{"data": "\[redacted\]/) },
    });
    expect(sent).toBeLessThan(6_000_000);
    // A quote and a backslash take two characters each in JSON.
    expect(JSON.stringify(details).length).toBeLessThan(10_000);
    expectClean(details, name);
  });

  it.each([
    ["drips", 0],
    ["begins to drip after the deadline", 300],
  ])("given a reply that %s is lost at its deadline, and nothing is read afterwards", async (_, delay) => {
    const ends = Promise.withResolvers<void>();
    const pull = async (controller: ReadableStreamDefaultController<Uint8Array>) => {
      await sleep(10);
      controller.enqueue(new TextEncoder().encode(" "));
    };
    const drips = async () => {
      await sleep(delay);
      return new Response(new ReadableStream({ pull, cancel: () => ends.resolve() }));
    };
    const from = performance.now();
    const details = await failureOf(call(clientOf(name, drips, 0.15)));
    expect(details).toMatchObject({ kind: "lost", payload: { reason: "deadline" } });
    expect(performance.now() - from).toBeLessThan(3000);
    await ends.promise;
  });
});

it("an answer is stored as it is read: it holds no text that the database refuses", async () => {
  const number = { id: phoneNumberId, verified_name: refused, status: "CONNECTED" };
  const read = clientOf("readNumber", () => json(JSON.stringify(number))).readNumber(phoneNumberId);
  expect(await read).toMatchObject({ verifiedName: stored, status: "CONNECTED" });
  const template = { id: "1", name: refused, language: "en", components: [{ text: refused }] };
  const client = clientOf("listTemplates", () => json(JSON.stringify({ data: [template] })));
  expect(await client.listTemplates(destination)).toMatchObject([{ name: stored }]);
  const { templates } = await client.readTemplateTexts(destination, null);
  expect(templates).toMatchObject([{ name: stored, components: [{ text: stored }] }]);
});
