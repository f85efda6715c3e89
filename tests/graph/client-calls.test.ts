import { describe, expect, it } from "vitest";
import { graphVersion } from "../../supabase/functions/_shared/graph/graph-version.ts";
import { exchangeSignupCode } from "../../supabase/functions/_shared/graph/signup-client.ts";
import { createUsageGate } from "../../supabase/functions/_shared/graph/usage-gate.ts";
import { base, clientOf, createClientFixture, failureOf } from "./client-fixture.ts";
import { business, destination, e164, newToken, source, sourcePhone } from "./simulator-fixture.ts";

const claim = { destinationWabaId: destination, countryCode: "1", nationalNumber: "2025550123" };

describe("the client's calls", () => {
  it("carry a number through the whole move", async () => {
    const { client, lastCode, simulation } = createClientFixture();
    await client.subscribeApp(destination);
    expect(await client.listSubscribedApps(destination)).toEqual(["7302"]);
    const phoneNumberId = await client.claimNumber(claim);
    expect(phoneNumberId).toMatch(/^\d+$/);
    expect((await client.readNumber(phoneNumberId)).codeVerificationStatus).toBe("NOT_VERIFIED");
    await client.requestCode({ phoneNumberId, method: "SMS", language: "en_US" });
    await client.verifyCode({ phoneNumberId, code: lastCode() });
    await client.register({ phoneNumberId, pin: "123456" });
    expect(await client.readNumber(phoneNumberId)).toEqual({
      id: phoneNumberId,
      displayPhoneNumber: "+1 202 555 0123",
      verifiedName: "Example",
      nameStatus: "APPROVED",
      newNameStatus: "NONE",
      status: "CONNECTED",
      codeVerificationStatus: "VERIFIED",
      qualityRating: "GREEN",
      messagingLimit: "TIER_2K",
      platformType: "CLOUD_API",
      accountMode: "LIVE",
      throughput: "STANDARD",
      isOfficialBusinessAccount: true,
      isPinEnabled: true,
      isOnBizApp: false,
      health: {
        canSend: "AVAILABLE",
        entities: ["PHONE_NUMBER", "WABA", "BUSINESS"].map((type) => ({
          type,
          canSend: "AVAILABLE",
          errors: [],
          notes: [],
        })),
      },
    });
    expect((await client.listNumbers(destination)).map(({ id }) => id)).toEqual([phoneNumberId]);
    expect(simulation.state.numbers.find(({ id }) => id === sourcePhone)?.status).toBe("MIGRATED");
  });

  it("read an account with the business that it represents", async () => {
    const { client } = createClientFixture();
    expect(await client.readWaba(destination)).toMatchObject({
      id: destination,
      businessVerificationStatus: "verified",
      accountReviewStatus: "APPROVED",
      ownerBusinessId: business,
      primaryFundingId: "7402",
    });
  });

  it.each(["map", "array"] as const)("read the failed templates as a %s", async (shape) => {
    const { client } = createClientFixture({ migrateTemplatesShape: shape });
    const copy = await client.copyTemplates({ destinationWabaId: destination, sourceWabaId: source });
    expect(copy.migrated).toEqual(["7501", "7502"]);
    expect(Object.keys(copy.failed)).toEqual(["7503", "7504"]);
    const again = await client.copyTemplates({
      destinationWabaId: destination,
      sourceWabaId: source,
      templateIds: ["7503"],
    });
    expect(Object.keys(again.failed)).toEqual(["7503"]);
  });

  it("follow the cursors of a long list to its end", async () => {
    const { client, simulation, requests } = createClientFixture();
    const templates = Array.from({ length: 601 }, (_, index) => ({
      id: `9${String(index).padStart(6, "0")}`,
      waba_id: destination,
      name: `template_${index}`,
      language: "en",
    }));
    simulation.seed({ templates }, "merge");
    expect(await client.listTemplates(destination)).toHaveLength(601);
    expect(requests.map(({ url }) => new URL(url).searchParams.has("after"))).toEqual([false, true, true]);
  });

  it("request smaller pages from the same place if one is too large", async () => {
    const { client, simulation, requests } = createClientFixture({ heaviestPage: 70 });
    const templates = Array.from({ length: 200 }, (_, index) => ({
      id: `9${String(index).padStart(6, "0")}`,
      waba_id: destination,
      name: `template_${index}`,
      language: "en",
    }));
    simulation.seed({ templates }, "merge");
    const names = (await client.listTemplates(destination)).map(({ name }) => name);
    expect(names).toEqual(templates.map(({ name }) => name));
    const asked = () => requests.splice(0).map(({ url }) => Number(new URL(url).searchParams.get("limit")));
    expect(asked()).toEqual([250, 125, 62, 62, 62, 62]);
    const first = await client.readTemplateTexts(destination, null);
    const second = await client.readTemplateTexts(destination, first.after);
    expect([first.templates, second.templates].map((page) => page.length)).toEqual([50, 50]);
    expect(asked()).toEqual([100, 50, 50]);
  });

  it("stop at the minimum if no page is small enough, and report Meta's failure", async () => {
    const { client, requests } = createClientFixture({ heaviestPage: 9 });
    expect(await failureOf(client.listNumbers(destination))).toMatchObject({ code: 1, status: 500 });
    expect(requests.map(({ url }) => Number(new URL(url).searchParams.get("limit")))).toEqual([
      100, 50, 25, 12, 10,
    ]);
    const other = createClientFixture();
    other.simulation.addFault({ operation: "list_numbers", action: { kind: "error", error: { code: 1 } } });
    expect(await failureOf(other.client.listNumbers(destination))).toMatchObject({ code: 1 });
    expect(other.requests).toHaveLength(1);
  });

  it("send their language and user agent, the signup window's included", async () => {
    const { client, requests, simulator } = createClientFixture({ accountLanguage: "es" });
    await client.subscribeApp(destination);
    await client.listTemplates(destination);
    const refused = await failureOf(client.claimNumber({ ...claim, nationalNumber: "2025550188" }));
    expect(refused.title).toContain("Please add this phone number");
    const fetch = async (request: Request) => {
      requests.push(request.clone());
      return request.url.includes("/oauth/")
        ? Response.json({ access_token: newToken })
        : simulator.fetch(request);
    };
    const common = { fetch, url: "http://graph.example", version: graphVersion, deadlineSeconds: 5 };
    const seal = async () => ({ connectionId: "c", keyId: "k", nonce: "n", ciphertext: "x" });
    const grant = await exchangeSignupCode(
      { ...common, gate: createUsageGate(() => base), now: () => base },
      { id: "7302", secret: "app-secret", returnUrl: "http://127.0.0.1/return" },
      seal,
      "code",
    );
    await grant.inspect();
    expect(requests.map(({ url }) => new URL(url).pathname.split("/").at(-1))).toEqual([
      "subscribed_apps",
      "message_templates",
      "phone_numbers",
      "access_token",
      "debug_token",
    ]);
    for (const request of requests) {
      expect(new URL(request.url).searchParams.get("locale")).toBe("en_US");
      expect(request.headers.get("user-agent")).toMatch(/^Portdesk\/\d+\.\d+\.\d+$/);
    }
  });

  it("never use the ready-made address of the next page", async () => {
    const asked: string[] = [];
    const client = clientOf(() => Response.json({}), {
      fetch: async (request) => {
        asked.push(request.url);
        const isFirst = asked.length === 1;
        return Response.json({
          data: [],
          paging: {
            cursors: { after: "abc" },
            ...(isFirst ? { next: "https://evil.example/?access_token=x" } : {}),
          },
        });
      },
    });
    await client.listTemplates(destination);
    expect(asked).toHaveLength(2);
    expect(asked[1]).toContain("http://graph.example/v25.0/7102/message_templates");
    expect(asked[1]).toContain("after=abc");
  });

  it("keep the token in its header alone", async () => {
    const { client, requests, simulation } = createClientFixture();
    await client.subscribeApp(destination);
    await client.listTemplates(destination);
    expect(requests.map((request) => request.headers.get("authorization"))).toEqual([
      `Bearer ${newToken}`,
      `Bearer ${newToken}`,
    ]);
    for (const request of requests) {
      expect(request.url).not.toContain(newToken);
      expect(await request.text()).not.toContain(newToken);
      expect(request.redirect).toBe("manual");
    }
    expect(simulation.journal.list().some((entry) => entry.tokenInQuery)).toBe(false);
  });

  it("prove the app's secret where it is required, in both kinds of call", async () => {
    const { client, simulation } = createClientFixture({}, { appSecret: "app-secret" });
    for (const app of simulation.state.apps) app.requireAppsecretProof = app.id === "7302";
    await client.subscribeApp(destination);
    expect(await client.listSubscribedApps(destination)).toEqual(["7302"]);
    const without = createClientFixture();
    for (const app of without.simulation.state.apps) app.requireAppsecretProof = app.id === "7302";
    expect(await failureOf(without.client.subscribeApp(destination))).toMatchObject({
      kind: "refused",
      code: 100,
    });
  });

  it("add the number in Meta's parts", async () => {
    const { client, simulation } = createClientFixture();
    await client.subscribeApp(destination);
    await client.claimNumber(claim);
    const [entry] = simulation.journal.list({ operation: "claim_number" });
    expect(entry).toMatchObject({
      number: e164,
      body: { cc: "1", phone_number: "2025550123", migrate_phone_number: true },
    });
  });
});
