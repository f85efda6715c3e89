import examples from "libphonenumber-js/examples.mobile.json";
import { getExampleNumber } from "libphonenumber-js/max";
import { describe, expect, it } from "vitest";
import { isSameNumber, parsePhoneNumber } from "./phone-number.ts";

/** E.164, or why not. */
function read(text: string, country?: string): string {
  const parsed = parsePhoneNumber(text, country);
  return "number" in parsed ? parsed.number.e164 : parsed.problem;
}

describe("an example number of libphonenumber", () => {
  it.each(["BR", "MX", "AR", "CI"] as const)("of %s is read as itself, in both notations", (country) => {
    const example = getExampleNumber(country, examples);
    expect(read(example?.number ?? "")).toBe(example?.number);
    expect(read(example?.formatNational() ?? "", country)).toBe(example?.number);
    expect(read(example?.formatInternational() ?? "", country)).toBe(example?.number);
  });
});

/** What people write, the country they chose, and what is meant. */
const written: Record<string, [text: string, country: string | undefined, expected: string][]> = {
  "Brazil, ninth digit": [
    ["(11) 96123-4567", "BR", "+5511961234567"],
    ["015 11 96123-4567", "BR", "+5511961234567"],
    ["+55 11 6123-4567", undefined, "+5511961234567"],
    ["(11) 6123-4567", "BR", "+5511961234567"],
    // A fixed line never had a ninth digit.
    ["(11) 2345-6789", "BR", "+551123456789"],
    ["+55 11 9 6123-456", undefined, "phone_invalid"],
  ],
  "Mexico, the old 1": [
    ["222 123 4567", "MX", "+522221234567"],
    ["+52 1 222 123 4567", undefined, "+522221234567"],
    ["044 222 123 4567", "MX", "+522221234567"],
    ["045 222 123 4567", "MX", "+522221234567"],
    ["01 222 123 4567", "MX", "+522221234567"],
    ["+52 1 222 123 456", undefined, "phone_invalid"],
    ["+52 2 222 123 4567", undefined, "phone_invalid"],
  ],
  "Argentina, the 9 and the 15": [
    ["+54 9 11 2345-6789", undefined, "+5491123456789"],
    ["011 15-2345-6789", "AR", "+5491123456789"],
    ["+54 11 15 2345 6789", undefined, "+5491123456789"],
    // Without either it is the fixed line of that number.
    ["011 2345-6789", "AR", "+541123456789"],
  ],
  "Côte d'Ivoire, eight digits become ten": [
    ["01 23 45 67 89", "CI", "+2250123456789"],
    ["+225 01 23 45 67 89", undefined, "+2250123456789"],
    ["23 45 67 89", "CI", "phone_invalid"],
    ["+225 23 45 67 89", undefined, "phone_invalid"],
  ],
};

describe.each(Object.entries(written))("%s", (_name, cases) => {
  it.each(cases)("%s (%s) is %s", (text, country, expected) => {
    expect(read(text, country)).toBe(expected);
  });
});

it("says why a number cannot be taken", () => {
  expect(read("+55 11 96123-4567", "MX")).toBe("country_mismatch");
  expect(read("+55 11 6123-4567", "MX")).toBe("country_mismatch");
  expect(read("11 96123-4567", "XX")).toBe("country_unknown");
  expect(read("020 7946 0000", "GB")).toBe("+442079460000");
});

it("knows a number that Meta shows in an older form, and no other", () => {
  expect(isSameNumber("+55 11 6123-4567", "+5511961234567")).toBe(true);
  expect(isSameNumber("+55 11 9612-3456", "+5511996123456")).toBe(true);
  expect(isSameNumber("+52 1 222 123 4567", "+522221234567")).toBe(true);
  expect(isSameNumber("5491123456789", "+5491123456789")).toBe(true);
  expect(isSameNumber("+55 11 6123-4568", "+5511961234567")).toBe(false);
  expect(isSameNumber("+54 11 2345-6789", "+5491123456789")).toBe(false);
  expect(isSameNumber(null, "+5511961234567")).toBe(false);
});
