import { describe, expect, it } from "vitest";
import { readReturn, readSessionEvent, returnOf } from "./signup-session.ts";

const sent = (event: string, data?: unknown) =>
  readSessionEvent(JSON.stringify({ type: "WA_EMBEDDED_SIGNUP", event, data, version: 3 }));
const ids = { waba_id: "71", phone_number_id: "72" };
const hint = { wabaId: "71", phoneNumberId: "72" };
const problem = { code: "3441030", message: "Meta's own words.", session: "f34b" };
const reported = {
  error_code: "3441030",
  error_message: "Meta's own words.",
  session_id: "f34b",
  timestamp: "1",
};

describe("the signup window's messages", () => {
  it.each<[string, unknown, object]>([
    [
      "FINISH",
      { ...ids, business_id: "73", waba_ids: ["71"], primary_waac_ids: ["9"] },
      { kind: "finished", hint },
    ],
    ["FINISH_GRANT_ONLY_API_ACCESS", ids, { kind: "finished", hint }],
    ["FINISH", { waba_id: "71" }, { kind: "ended", ending: "no_number" }],
    ["FINISH", { waba_id: "71", phone_number_id: null }, { kind: "ended", ending: "no_number" }],
    ["FINISH", { waba_id: "71", phone_number_id: "" }, { kind: "ended", ending: "no_number" }],
    ["FINISH", {}, { kind: "ended", ending: "no_number" }],
    ["FINISH", undefined, { kind: "ended", ending: "no_number" }],
    ["FINISH_ONLY_WABA", ids, { kind: "ended", ending: "no_number" }],
    ["FINISH_ONLY_WABA", { waba_id: "71" }, { kind: "ended", ending: "no_number" }],
    ["FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING", { waba_id: "71" }, { kind: "ended", ending: "app_number" }],
    ["FINISH_OBO_MIGRATION", ids, { kind: "ended", ending: "owner_changed" }],
    ["FINISH_GRANT_ONLY_API_ACCESS", { waba_id: "71" }, { kind: "ended", ending: "access_only" }],
    ["CANCEL", { current_step: "PERMISSIONS" }, { kind: "ended", ending: "cancelled", step: "PERMISSIONS" }],
    ["CANCEL", {}, { kind: "ended", ending: "cancelled" }],
    ["CANCEL", "closed", { kind: "ended", ending: "cancelled" }],
    ["CANCEL", reported, { kind: "ended", ending: "error", error: problem }],
    ["CANCEL", { ...reported, error_code: 3441030 }, { kind: "ended", ending: "error", error: problem }],
    [
      "CANCEL",
      { error_message: "Words." },
      { kind: "ended", ending: "error", error: { code: "", message: "Words.", session: "" } },
    ],
    ["ERROR", reported, { kind: "ended", ending: "error", error: problem }],
    ["ERROR", {}, { kind: "ended", ending: "error", error: { code: "", message: "", session: "" } }],
    ["FINISH_SOMEHOW", ids, { kind: "ended", ending: "unknown", step: "FINISH_SOMEHOW" }],
    ["FINISH", { waba_id: "71/..", phone_number_id: "72" }, { kind: "ended", ending: "unknown" }],
    ["FINISH", { waba_id: "71", phone_number_id: 72 }, { kind: "ended", ending: "unknown" }],
  ])("%s with %j", (event, data, meaning) => {
    expect(sent(event, data)).toEqual(meaning);
  });

  it.each([
    ["no JSON", "{"],
    ["another type", JSON.stringify({ type: "OTHER", event: "FINISH", data: ids })],
    ["no event", JSON.stringify({ type: "WA_EMBEDDED_SIGNUP", data: ids })],
    ["nothing", undefined],
  ])("mean nothing with %s", (_name, data) => {
    expect(readSessionEvent(data)).toBeNull();
  });

  it("are kept short", () => {
    const said = sent("CANCEL", { error_message: "x".repeat(5000), error_code: "9".repeat(50) });
    expect(said).toMatchObject({ error: { message: "x".repeat(1000), code: "9".repeat(20) } });
  });
});

it("the return page passes on code and state, or that there is no code", () => {
  expect(readReturn(returnOf("?code=AQ1&state=s"))).toEqual({
    type: "portdesk.signup",
    code: "AQ1",
    state: "s",
  });
  expect(readReturn(returnOf("?error=access_denied&state=s"))).toMatchObject({ code: null, state: "s" });
  expect(readReturn({ type: "other", code: "AQ1", state: "s" })).toBeNull();
});
