import { expect, it } from "vitest";
import { isSignupScreen, signupProblemOf } from "./signup-endings.ts";

it.each([
  ["3441030", "number_taken"],
  ["2494158", "too_often"],
  ["3441046", "too_often"],
  ["2655049", "account_shared"],
  ["2388107", "restricted"],
  ["2388093", "code_not_verified"],
  ["2593035", "meta_trouble"],
  ["2494091", "our_side"],
  ["524126", null],
  ["03441030", null],
  ["", null],
])("Meta's code %j is %s", (code, problem) => {
  expect(signupProblemOf(code)).toBe(problem);
});

it("knows Meta's screens, and no others", () => {
  expect(isSignupScreen("PHONE_NUMBER_SETUP")).toBe(true);
  expect(isSignupScreen("phone_number_setup")).toBe(false);
  expect(isSignupScreen("toString")).toBe(false);
});
