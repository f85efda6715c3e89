import { expect, it } from "vitest";
import { exhaustedAccounts, isAppExhausted } from "./usage-headers.ts";

const calm = { type: "whatsapp", call_count: 3, total_cputime: 100, total_time: 20 };
const business = (usage: object) =>
  new Headers({ "x-business-use-case-usage": JSON.stringify({ "1156": [calm, { ...calm, ...usage }] }) });

it.each(["call_count", "total_cputime", "total_time"])("an account rests when its %s is used up", (name) => {
  expect(exhaustedAccounts(business({ [name]: 101 }))).toEqual([{ id: "1156", seconds: undefined }]);
  expect(isAppExhausted(new Headers({ "x-app-usage": JSON.stringify({ ...calm, [name]: 101 }) }))).toBe(true);
});

it("an account that has calls left does not, unless Meta says until when", () => {
  expect(exhaustedAccounts(business({}))).toEqual([]);
  expect(exhaustedAccounts(business({ estimated_time_to_regain_access: 7 }))).toEqual([
    { id: "1156", seconds: 420 },
  ]);
  expect(isAppExhausted(new Headers({ "x-app-usage": JSON.stringify(calm) }))).toBe(false);
});
