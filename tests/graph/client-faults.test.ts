import { describe, expect, it } from "vitest";
import { meaningOf } from "#domain/exceptions/graph-error-table.ts";
import type { migrationTexts } from "../../supabase/graph-simulator/error-texts.ts";
import { clientOf, createClientFixture, failureOf } from "./client-fixture.ts";
import { destination, newToken } from "./simulator-fixture.ts";

const claim = { destinationWabaId: destination, countryCode: "1", nationalNumber: "2025550123" };
type Fault = Parameters<ReturnType<typeof createClientFixture>["simulation"]["addFault"]>[0];

describe("a disturbed answer", () => {
  it.each<[string, Fault["action"], object]>([
    ["lost before", { kind: "lost_before" }, { kind: "lost", status: 0 }],
    ["lost after", { kind: "lost_after" }, { kind: "lost", status: 0 }],
    ["HTML", { kind: "html" }, { kind: "nonsense", status: 200 }],
    ["HTML with 502", { kind: "html", status: 502 }, { kind: "lost", status: 502 }],
    ["truncated", { kind: "truncated" }, { kind: "nonsense" }],
    ["empty", { kind: "empty" }, { kind: "nonsense" }],
    ["an array", { kind: "wrong_type" }, { kind: "nonsense" }],
    ["success is a word", { kind: "wrong_type", field: "success", value: "yes" }, { kind: "nonsense" }],
    ["success is false", { kind: "wrong_type", field: "success", value: false }, { kind: "nonsense" }],
    ["503 with an error object", { kind: "http5xx" }, { kind: "unavailable", code: 2 }],
    ["rate limit", { kind: "http429", minutes: 7 }, { kind: "limited", code: 80008, retryAfterSeconds: 420 }],
    [
      "an error with 200",
      { kind: "error_200", error: { code: 190 } },
      { kind: "refused", code: 190, status: 200 },
    ],
    ["an unknown error", { kind: "error", error: { code: 987654 } }, { kind: "refused", code: 987654 }],
    ["maintenance", { kind: "error", error: { code: 133004 } }, { kind: "unavailable", code: 133004 }],
  ])("%s", async (_name, action, expected) => {
    const { client, simulation } = createClientFixture();
    simulation.addFault({ operation: "subscribe_app", action });
    expect(await failureOf(client.subscribeApp(destination))).toMatchObject(expected);
    await client.subscribeApp(destination);
  });

  it("that arrives too late is lost", async () => {
    const client = clientOf(() => new Promise(() => undefined), { deadlineSeconds: 0.05 });
    expect(await failureOf(client.readWaba(destination))).toMatchObject({
      kind: "lost",
      payload: { reason: "deadline" },
    });
  });

  it("whose body never ends is lost", async () => {
    const body = () =>
      new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode("{")) });
    const client = clientOf(() => new Response(body()), { deadlineSeconds: 0.05 });
    expect(await failureOf(client.readWaba(destination))).toMatchObject({ kind: "lost" });
  });

  it("longer than ten megabytes is cut off", async () => {
    let sent = 0;
    const pull = (controller: ReadableStreamDefaultController<Uint8Array>) => {
      sent += 1;
      controller.enqueue(new Uint8Array(1024 * 1024).fill(32));
    };
    const client = clientOf(() => new Response(new ReadableStream({ pull })));
    expect(await failureOf(client.readWaba(destination))).toMatchObject({ kind: "nonsense" });
    expect(sent).toBeLessThan(15);
  });

  it("about another object is nonsense", async () => {
    const client = clientOf(() => Response.json({ id: "999", status: "CONNECTED" }));
    expect(await failureOf(client.readNumber("7201"))).toMatchObject({ kind: "nonsense" });
  });

  it("with a list that loops is nonsense", async () => {
    const client = clientOf(() =>
      Response.json({ data: [], paging: { cursors: { after: "x" }, next: "y" } }),
    );
    expect(await failureOf(client.listTemplates(destination))).toMatchObject({ kind: "nonsense" });
  });

  it.each([{}, { cursors: {} }])(
    "with a next page but no cursor is nonsense, not a complete list: %j",
    async (way) => {
      const client = clientOf(() => Response.json({ data: [], paging: { ...way, next: "y" } }));
      expect(await failureOf(client.listNumbers(destination))).toMatchObject({ kind: "nonsense" });
      expect(await failureOf(client.readTemplateTexts(destination, null))).toMatchObject({
        kind: "nonsense",
      });
    },
  );

  it.each(["", " ", "\t", "\u200b", "wamid.A\u0000"])("with %j as a message's id is nonsense", async (id) => {
    const client = clientOf(() => Response.json({ messages: [{ id }] }));
    const message = { phoneNumberId: "7201", to: "+12025550199", template: "hello", language: "en" };
    expect(await failureOf(client.sendTemplate(message))).toMatchObject({ kind: "nonsense" });
  });

  it.each(["owner_business_info", "on_behalf_of_business_info"])(
    "with a %s without a usable id is nonsense",
    async (field) => {
      for (const id of ["", " ", "7001x"]) {
        const client = clientOf(() => Response.json({ id: destination, [field]: { id } }));
        expect(await failureOf(client.readWaba(destination))).toMatchObject({ kind: "nonsense" });
      }
    },
  );

  it("with an unknown value is read as it stands", async () => {
    const { client, simulation } = createClientFixture();
    simulation.addFault({
      operation: "get_waba",
      action: { kind: "unknown_enum", field: "account_review_status" },
    });
    expect((await client.readWaba(destination)).accountReviewStatus).toBe("SOMETHING_NEW");
  });
});

describe("a refusal", () => {
  it.each(["code", "subcode"] as const)("2388xxx as %s is classified by its text", async (placement) => {
    const expected: Record<keyof typeof migrationTexts, string> = {
      webhooks_not_set_up: "NO_WEBHOOK_ON_DESTINATION",
      add_directly: "ADD_DIRECTLY",
      name_not_approved: "NAME_NOT_APPROVED",
      source_not_set_up: "SOURCE_NOT_READY",
      no_payment: "NO_FUNDING",
      generic: "META_INCIDENT",
      different_business: "DIFFERENT_BUSINESS",
      destination_not_approved: "DESTINATION_NOT_APPROVED",
      messaging_for_pending: "MESSAGING_FOR_PENDING",
    };
    const { client, simulation } = createClientFixture({ migrationCodePlacement: placement });
    const found: Record<string, string> = {};
    for (const variant of Object.keys(expected) as (keyof typeof expected)[]) {
      simulation.clearFaults();
      simulation.addFault({ operation: "claim_number", action: { kind: "variant", variant } });
      found[variant] = meaningOf(await failureOf(client.claimNumber(claim)), "claimNumber").code;
    }
    expect(found).toEqual(expected);
  });

  it.each([
    { error_subcode: null, error_data: [], is_transient: null },
    { error_data: null, error_user_title: null, error_user_msg: null },
    { error_data: { details: null }, error_subcode: "" },
    { error_data: { details: [] }, error_subcode: false, is_transient: "no", message: 7 },
    { error_data: {}, error_subcode: {}, error_user_msg: [] },
    { code: "133016", error_subcode: "2494055" },
    { error_subcode: 4 },
    { error_subcode: 2 },
  ])("with %j beside its code is classified by the code", async (more) => {
    const error = { code: 133016, message: "(#133016) too often", fbtrace_id: "AbC", ...more };
    const client = clientOf(() => Response.json({ error }, { status: 400 }));
    const details = await failureOf(client.register({ phoneNumberId: "7201", pin: "123456" }));
    expect(details).toMatchObject({ kind: "refused", code: 133016, fbtraceId: "AbC" });
    expect(meaningOf(details, "register")).toMatchObject({ code: "REGISTER_LIMIT", unsure: false });
  });

  it("without a clear code is none, whatever accompanies it", async () => {
    for (const code of [null, "", "one", 1.5, [133016], { code: 133016 }, true]) {
      const client = clientOf(() =>
        Response.json({ error: { code, error_subcode: 2388103 } }, { status: 400 }),
      );
      expect((await failureOf(client.subscribeApp(destination))).kind).toBe("nonsense");
    }
  });

  it("carries every text that Meta sent, each in its place", async () => {
    const error = {
      code: 100,
      message: "(#100) Invalid parameter",
      error_user_title: "A heading",
      error_user_msg: "A text for people",
      error_data: { details: "The details" },
    };
    const client = clientOf(() => Response.json({ error }, { status: 400 }));
    expect(await failureOf(client.subscribeApp(destination))).toMatchObject({
      message: "(#100) Invalid parameter",
      title: "A heading",
      userMessage: "A text for people",
      details: "The details",
    });
  });

  it("keeps Meta's trace and text, and no secret of the call", async () => {
    const client = clientOf(() =>
      Response.json(
        {
          error: {
            code: 136025,
            message: `Code 424242 with ${newToken} is wrong`,
            error_user_title: "Code 424242",
            fbtrace_id: "AbC",
            pin: "424242",
          },
        },
        { status: 400 },
      ),
    );
    const details = await failureOf(client.verifyCode({ phoneNumberId: "7201", code: "424242" }));
    expect(details).toMatchObject({ code: 136025, fbtraceId: "AbC", title: "Code [redacted]" });
    expect(JSON.stringify(details)).not.toMatch(/424242|EAAnew/);
    expect(JSON.stringify(details)).toContain("136025");
  });
});

describe("a limited account", () => {
  it("is not called again until Meta reopens it", async () => {
    const { client, simulation, passTime } = createClientFixture();
    simulation.addFault({ operation: "list_templates", action: { kind: "http429", minutes: 3 } });
    expect(await failureOf(client.listTemplates(destination))).toMatchObject({
      kind: "limited",
      retryAfterSeconds: 180,
    });
    expect(await failureOf(client.listTemplates(destination))).toMatchObject({
      kind: "limited",
      retryAfterSeconds: 180,
    });
    expect(simulation.journal.list({ operation: "list_templates" })).toHaveLength(1);
    passTime(181_000);
    await client.listTemplates(destination);
  });

  it("is left alone once its hour is used up", async () => {
    const { client } = createClientFixture({ callsPerHourWithoutNumber: 2 });
    await client.readWaba(destination);
    await client.readWaba(destination);
    const details = await failureOf(client.readWaba(destination));
    expect(details.kind).toBe("limited");
    expect(details.retryAfterSeconds).toBeGreaterThan(3000);
  });
});
