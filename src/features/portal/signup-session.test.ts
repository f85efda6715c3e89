import { describe, expect, it } from "vitest";
import { readReturn, readSessionEvent, returnOf } from "./signup-session.ts";

const finish = {
  type: "WA_EMBEDDED_SIGNUP",
  event: "FINISH",
  data: { waba_id: "71", phone_number_id: "72" },
};

describe("the signup window's words", () => {
  it("are read as JSON text, with the ids as a hint", () => {
    expect(readSessionEvent(JSON.stringify({ ...finish, version: "3" }))).toEqual({
      kind: "finished",
      hint: { wabaId: "71", phoneNumberId: "72" },
    });
  });

  it.each([
    ["CANCEL", "cancelled"],
    ["ERROR", "failed"],
  ])("say %s", (event, kind) => {
    const data = { current_step: "PHONE_NUMBER_SETUP" };
    expect(readSessionEvent(JSON.stringify({ type: "WA_EMBEDDED_SIGNUP", event, data }))).toEqual({ kind });
  });

  it.each([
    ["no JSON", "{"],
    ["another type", JSON.stringify({ ...finish, type: "OTHER" })],
    ["an event that nobody knows", JSON.stringify({ ...finish, event: "FINISH_SOMEHOW" })],
    ["no ids", JSON.stringify({ ...finish, data: {} })],
    ["an id that is none", JSON.stringify({ ...finish, data: { waba_id: "71/..", phone_number_id: "72" } })],
    ["nothing", undefined],
  ])("mean nothing with %s", (_name, data) => {
    expect(readSessionEvent(data)).toBeNull();
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
