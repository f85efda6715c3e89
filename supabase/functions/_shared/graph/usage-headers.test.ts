import { expect, it } from "vitest";
import { exhaustedAccounts, isAppExhausted, secondsToWait } from "./usage-headers.ts";

const calm = { type: "whatsapp", call_count: 3, total_cputime: 100, total_time: 20 };
const business = (usage: object) =>
  new Headers({ "x-business-use-case-usage": JSON.stringify({ "1156": [calm, { ...calm, ...usage }] }) });

it.each(["call_count", "total_cputime", "total_time"])(
  "an account cools down when its %s is used up",
  (name) => {
    expect(exhaustedAccounts(business({ [name]: 101 }))).toEqual([{ id: "1156", seconds: undefined }]);
    expect(isAppExhausted(new Headers({ "x-app-usage": JSON.stringify({ ...calm, [name]: 101 }) }))).toBe(
      true,
    );
  },
);

it("an account that has calls left does not, unless Meta names an end", () => {
  expect(exhaustedAccounts(business({}))).toEqual([]);
  expect(exhaustedAccounts(business({ estimated_time_to_regain_access: 7 }))).toEqual([
    { id: "1156", seconds: 420 },
  ]);
  expect(isAppExhausted(new Headers({ "x-app-usage": JSON.stringify(calm) }))).toBe(false);
});

const week = 604_800;

it.each<[string, number | undefined]>([
  ["120", 120],
  ["0.5", 0.5],
  ["3000000000", week],
  ["9".repeat(400), week],
  ["1000000000", week],
  ["120, 60", 120],
  ["60, soon, 3000000000", week],
  ["0", undefined],
  ["-5", undefined],
  ["-5, 30", 30],
  ["NaN", undefined],
  ["Infinity", undefined],
  ["1e9", undefined],
  ["0x10", undefined],
  ["", undefined],
  ["Wed, 21 Oct 2026 07:28:00 GMT", undefined],
])("Retry-After %j asks for %j seconds", (asked, seconds) => {
  expect(secondsToWait(new Headers({ "retry-after": asked }))).toBe(seconds);
});

it.each<[number, number | undefined]>([
  [7, 420],
  [1e9, week],
  [1e300, week],
  [Number.MAX_VALUE, week],
  [-7, undefined],
])("an estimate of %j minutes asks for %j seconds", (minutes, seconds) => {
  const headers = business({ estimated_time_to_regain_access: minutes });
  expect(secondsToWait(headers)).toBe(seconds);
  expect(exhaustedAccounts(headers)).toEqual(seconds === undefined ? [] : [{ id: "1156", seconds }]);
});

it("ignores an id that is no account's", () => {
  const usage = JSON.stringify({ "a\u0000b": [{ call_count: 101 }], "": [{ call_count: 101 }] });
  expect(exhaustedAccounts(new Headers({ "x-business-use-case-usage": usage }))).toEqual([]);
});
