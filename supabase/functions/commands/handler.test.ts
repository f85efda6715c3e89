import { describe, expect, it } from "vitest";
import { createRestStub, type RestAnswer, stubRuntime } from "../../../tests/fixtures/rest-stub.ts";
import { createLogger } from "../_shared/log.ts";
import { createCommandsHandler } from "./handler.ts";

const id = "7f0c8f0e-8f5c-4b1a-9a55-0c7f3f1d2e30";
const outcome = { id, reference: "M-00001", status: "draft", version: 1 };
const filled = {
  phoneNumber: "+447400123456",
  phoneCountry: "GB",
  locale: "en",
  companyName: " Acme ",
  contactName: "Ann",
  contactEmail: "ann@acme.example",
  oldProviderName: "Old",
  reason: "price",
  acknowledgements: [],
};

async function ask(body: unknown, answer: RestAnswer = { body: outcome }, authorization = "Bearer a.b.c") {
  const lines: string[] = [];
  const rest = createRestStub(() => answer);
  const log = createLogger("commands", (line) => lines.push(line));
  const handle = createCommandsHandler({ supabase: stubRuntime, log, fetch: rest.fetch });
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const request = new Request("http://f.example/", {
    method: "POST",
    body: text,
    headers: { authorization },
  });
  const response = await handle(request);
  const json: unknown = await response.json();
  return { status: response.status, json, calls: rest.calls, lines };
}

describe("commands", () => {
  it("runs the SQL function of that name as the caller", async () => {
    const { status, json, calls } = await ask({
      command: "cancel_request",
      input: { request: id, version: 3 },
    });
    expect(status).toBe(200);
    expect(json).toEqual(outcome);
    expect(calls).toHaveLength(1);
    expect(calls[0]).toMatchObject({
      method: "POST",
      path: "/rpc/cancel_request",
      authorization: "Bearer a.b.c",
    });
    expect(calls[0]?.body).toEqual({ p_request: id, p_version: 3, p_note: null });
  });

  it("gives SQL's arguments their SQL names", async () => {
    const input = {
      request: id,
      version: 3,
      startsAt: "2026-12-01T09:00:00Z",
      endsAt: "2026-12-01T10:00:00Z",
    };
    const { calls } = await ask({ command: "schedule_request", input });
    expect(calls[0]?.body).toMatchObject({ p_starts_at: input.startsAt, p_ends_at: input.endsAt });
  });

  it("trims what people typed into the form", async () => {
    const { calls } = await ask({
      command: "create_draft",
      input: { providerSlug: "acme", application: filled },
    });
    expect(calls[0]?.body).toMatchObject({
      p_provider_slug: "acme",
      p_application: { companyName: "Acme", phoneNumber: "+447400123456" },
    });
  });

  it.each([
    ["+441234", "GB", "phone_invalid"],
    ["+447400123456", "FR", "country_mismatch"],
    ["+447400123456", "ZZ", "country_unknown"],
  ])("refuses the number %s in %s as %s, at its field", async (phoneNumber, phoneCountry, code) => {
    const application = { ...filled, phoneNumber, phoneCountry };
    const { status, json, calls } = await ask({
      command: "create_draft",
      input: { providerSlug: "acme", application },
    });
    expect(status).toBe(400);
    expect(json).toEqual({ error: { code: "invalid_input", fields: [{ path: "phoneNumber", code }] } });
    expect(calls).toEqual([]);
  });

  it("lists every wrong field by its name on the form", async () => {
    const application = { ...filled, contactEmail: "ann", companyName: "" };
    const { json } = await ask({ command: "create_draft", input: { providerSlug: "acme", application } });
    expect(json).toMatchObject({
      error: {
        code: "invalid_input",
        fields: [
          { path: "companyName", code: "required" },
          { path: "contactEmail", code: "email_invalid" },
        ],
      },
    });
  });

  it.each([
    ["{", "bad_json"],
    [{ command: "drop_table", input: {} }, "unknown_command"],
    [{ command: "constructor", input: {} }, "unknown_command"],
    [{ input: {} }, "unknown_command"],
    [[], "unknown_command"],
    [{ command: "submit_request" }, "invalid_input"],
    [{ command: "submit_request", input: { request: "x", version: "1" } }, "invalid_input"],
  ])("answers %j with 400 %s", async (body, code) => {
    const { status, json, calls } = await ask(body);
    expect(status).toBe(400);
    expect(json).toMatchObject({ error: { code } });
    expect(calls).toEqual([]);
  });

  it("requires a signed-in person", async () => {
    const answer = await ask({ command: "submit_request", input: { request: id, version: 1 } }, {}, "");
    expect(answer.status).toBe(401);
    expect(answer.calls).toEqual([]);
  });

  it("passes on the database's refusal", async () => {
    const body = { code: "PT409", message: "version_conflict", hint: "4", details: null };
    const input = { request: id, version: 3 };
    const { status, json } = await ask({ command: "submit_request", input }, { status: 409, body });
    expect(status).toBe(409);
    expect(json).toEqual({ error: { code: "version_conflict", hint: "4" } });
  });

  it("passes on a refusal that changed something", async () => {
    const input = { request: id, version: 1 };
    const body = { ...outcome, refused: "number_in_live_request" };
    const { status, json } = await ask({ command: "submit_request", input }, { body });
    expect(status).toBe(409);
    expect(json).toEqual({ error: { code: "number_in_live_request" } });
  });

  it("shows an internal database error in the log only", async () => {
    const body = { code: "XX000", message: "cache lookup failed for acme", hint: null, details: null };
    const input = { request: id, version: 3 };
    const { status, json, lines } = await ask({ command: "submit_request", input }, { status: 500, body });
    expect(status).toBe(500);
    expect(json).toEqual({ error: { code: "internal" } });
    expect(lines.join()).toContain("cache lookup failed");
  });

  it("does not treat an answer of another shape as success", async () => {
    const { status } = await ask(
      { command: "submit_request", input: { request: id, version: 3 } },
      { body: {} },
    );
    expect(status).toBe(500);
  });
});
