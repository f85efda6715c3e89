import examples from "libphonenumber-js/examples.mobile.json";
import { getCountries, getCountryCallingCode, getExampleNumber } from "libphonenumber-js/max";
import { describe, expect, it } from "vitest";
import { numberingPlanChanges } from "./numbering-plans.ts";
import { isSameNumber, parsePhoneNumber } from "./phone-number.ts";

/** E.164, or why not. */
function read(text: string, country?: string): string {
  const parsed = parsePhoneNumber(text, country);
  return "number" in parsed ? parsed.number.e164 : parsed.problem;
}

const changed = numberingPlanChanges.map(({ country }) => country);

/** libphonenumber's own example is still a number of the old plan. */
const oldExamples: readonly string[] = ["GA", "GM"];

describe("a country whose plan changed", () => {
  it.each([...changed.filter((country) => !oldExamples.includes(country)), "AR"] as const)(
    "%s: an example number is read as itself, in both notations",
    (country) => {
      const example = getExampleNumber(country, examples);
      expect(read(example?.number ?? "")).toBe(example?.number);
      expect(read(example?.formatNational() ?? "", country)).toBe(example?.number);
      expect(read(example?.formatInternational() ?? "", country)).toBe(example?.number);
    },
  );

  it.each(numberingPlanChanges)(
    "$country has a calling code, and a row, of its own",
    ({ country, since }) => {
      const callingCode = getCountryCallingCode(country);
      expect(getCountries().filter((other) => getCountryCallingCode(other) === callingCode)).toEqual([
        country,
      ]);
      expect(changed.filter((other) => other === country)).toHaveLength(1);
      expect(new Date(since).toISOString().slice(0, 10)).toBe(since);
    },
  );
});

/** What people write, the country they chose, and what they mean. */
const written: Record<string, [text: string, country: string | undefined, expected: string][]> = {
  "Benin, 01 in front": [
    ["90 01 12 34", "BJ", "+2290190011234"],
    ["+229 90 01 12 34", undefined, "+2290190011234"],
    ["00229 21 31 00 00", "BJ", "+2290121310000"],
    ["01 90 01 12 34", "BJ", "+2290190011234"],
    ["+229 01 90 01 12 34", undefined, "+2290190011234"],
    // Today's number with two digits missing.
    ["01 90 01 12", "BJ", "phone_invalid"],
    ["90 01 12 3", "BJ", "phone_invalid"],
  ],
  "Côte d'Ivoire, eight digits become ten": [
    ["01 23 45 67 89", "CI", "+2250123456789"],
    ["+225 01 23 45 67 89", undefined, "+2250123456789"],
    // Moov, MTN and Orange, mobile and fixed.
    ["+225 40 00 12 34", undefined, "+2250140001234"],
    ["44 00 12 34", "CI", "+2250544001234"],
    ["+225 96 00 12 34", undefined, "+2250596001234"],
    ["08 00 12 34", "CI", "+2250708001234"],
    ["+225 98 00 12 34", undefined, "+2250798001234"],
    ["20 80 01 23", "CI", "+2252120800123"],
    ["+225 30 00 12 34", undefined, "+2252530001234"],
    ["23 45 67 89", "CI", "+2252723456789"],
    ["+225 31 60 12 34", undefined, "+2252731601234"],
    // A range that is not in the regulator's list.
    ["60 00 12 34", "CI", "phone_invalid"],
    ["+225 99 00 12 34", undefined, "phone_invalid"],
    // Old numbers, or today's with two digits missing.
    ["07 00 12 34", "CI", "phone_invalid"],
    ["+225 21 20 12 34", undefined, "phone_invalid"],
  ],
  "Brazil, ninth digit": [
    ["(11) 96123-4567", "BR", "+5511961234567"],
    ["015 11 96123-4567", "BR", "+5511961234567"],
    ["+55 11 6123-4567", undefined, "+5511961234567"],
    ["(11) 6123-4567", "BR", "+5511961234567"],
    ["(41) 8123-4567", "BR", "+5541981234567"],
    ["011 6123-4567", "BR", "+5511961234567"],
    // Fixed lines and toll-free numbers never had a ninth digit.
    ["(11) 2345-6789", "BR", "+551123456789"],
    ["+55 11 5345-6789", undefined, "+551153456789"],
    ["0800 612 3456", "BR", "+558006123456"],
    ["+55 11 9 6123-456", undefined, "phone_invalid"],
    ["(11) 7712-3456", "BR", "phone_invalid"],
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
    // Without either, it is the fixed line of that number.
    ["011 2345-6789", "AR", "+541123456789"],
  ],
  "Gabon, the operator's digit for the 0": [
    ["06 00 12 34", "GA", "+24166001234"],
    ["+241 06 00 12 34", undefined, "+24166001234"],
    ["+241 6 00 12 34", undefined, "+24166001234"],
    ["02 00 12 34", "GA", "+24162001234"],
    ["+241 07 28 01 50", undefined, "+24177280150"],
    ["04 00 12 34", "GA", "+24174001234"],
    ["01 44 00 12", "GA", "+24111440012"],
    ["066 00 12 34", "GA", "+24166001234"],
    ["+241 66 00 12 34", undefined, "+24166001234"],
    ["011 44 00 12", "GA", "+24111440012"],
    // An old number, or today's with a digit missing.
    ["06 60 01 23", "GA", "phone_invalid"],
    ["+241 7 40 01 23", undefined, "phone_invalid"],
  ],
  "Colombia, 60 for fixed lines": [
    ["(1) 228 1260", "CO", "+576012281260"],
    ["031 228 1260", "CO", "+576012281260"],
    ["+57 4 840 2666", undefined, "+576048402666"],
    ["+57 4 612 3456", undefined, "+576046123456"],
    ["601 228 1260", "CO", "+576012281260"],
    ["+57 601 228 1260", undefined, "+576012281260"],
    ["321 123 4567", "CO", "+573211234567"],
    // A mobile number with two digits missing, and a fixed line without its area code.
    ["321 123 45", "CO", "phone_invalid"],
    ["228 1260", "CO", "phone_invalid"],
  ],
  "Vietnam, eleven digits become ten": [
    ["0120 456 7890", "VN", "+84704567890"],
    ["0121 456 7890", "VN", "+84794567890"],
    ["0122 456 7890", "VN", "+84774567890"],
    ["+84 123 456 7890", undefined, "+84834567890"],
    ["+84 127 456 7890", undefined, "+84814567890"],
    ["0129 822 2888", "VN", "+84828222888"],
    ["0169 933 3999", "VN", "+84399333999"],
    ["+84 188 855 5888", undefined, "+84588555888"],
    ["0199 595 9999", "VN", "+84595959999"],
    ["0912 345 678", "VN", "+84912345678"],
    ["+84 24 3456 7890", undefined, "+842434567890"],
    ["+84 83 456 7890", undefined, "+84834567890"],
    ["1800 123456", "VN", "+841800123456"],
    ["0161 456 7890", "VN", "phone_invalid"],
  ],
  "Nigeria, 20 for fixed lines": [
    ["01 463 0643", "NG", "+2342014630643"],
    ["+234 1 463 0643", undefined, "+2342014630643"],
    ["084 460643", "NG", "+2342084460643"],
    ["+234 9 463 0643", undefined, "+2342094630643"],
    ["0201 463 0643", "NG", "+2342014630643"],
    ["+234 20 1463 0643", undefined, "+2342014630643"],
    ["0802 123 4567", "NG", "+2348021234567"],
    // A mobile number, or today's fixed line, with two digits missing.
    ["0802 123 45", "NG", "phone_invalid"],
    ["0201 463 06", "NG", "phone_invalid"],
  ],
  "The Gambia, seven digits become nine": [
    ["720 1234", "GM", "+220877201234"],
    ["+220 401 2345", undefined, "+220874012345"],
    ["312 3456", "GM", "+220833123456"],
    ["+220 501 2345", undefined, "+220835012345"],
    ["612 3456", "GM", "+220866123456"],
    ["87 720 1234", "GM", "+220877201234"],
    ["+220 87 720 1234", undefined, "+220877201234"],
    // Gamcel, and a fixed line.
    ["912 3456", "GM", "+2209123456"],
    ["+220 422 3456", undefined, "+2204223456"],
  ],
  "Metro Manila, an eighth digit that only the operator knows": [
    ["(02) 8123 4567", "PH", "+63281234567"],
    ["+63 2 8123 4567", undefined, "+63281234567"],
    ["(02) 123 4567", "PH", "phone_invalid"],
    ["+63 2 812 3456", undefined, "phone_invalid"],
    ["0917 123 4567", "PH", "+639171234567"],
  ],
};

describe.each(Object.entries(written))("%s", (_name, cases) => {
  it.each(cases)("%s (%s) is %s", (text, country, expected) => {
    expect(read(text, country)).toBe(expected);
  });
});

it("says why a number is refused", () => {
  expect(read("+55 11 96123-4567", "MX")).toBe("country_mismatch");
  expect(read("+55 11 6123-4567", "MX")).toBe("country_mismatch");
  expect(read("11 96123-4567", "XX")).toBe("country_unknown");
  expect(read("020 7946 0000", "GB")).toBe("+442079460000");
});

it.each([
  "+1 (202) 555-0142 ext. 12",
  "tel:+1-202-555-0142;ext=12",
  "+1 202 555 0142 x12",
  "+1 202 555 0142, доб. 12",
  "8 (495) 123-45-67 (добавочный 12)",
  "+7 495 123-45-67 вн. 12",
  "+229 90 01 12 34 ext 12",
])("refuses the extension in %s", (text) => {
  expect(read(text, "US")).toBe("phone_extension");
});

it.each(["+1 202 555 O142", "+1 202 555", "next 12"])("does not take %s for an extension", (text) => {
  expect(read(text, "US")).toBe("phone_invalid");
});

describe("a calling code that countries share", () => {
  it.each(["US", "CA", "JM"])("accepts a toll-free number of +1 for %s", (country) => {
    for (const text of ["1-800-234-5678", "+1 833 234 5678"]) {
      expect(parsePhoneNumber(text, country)).toMatchObject({ number: { country, callingCode: "1" } });
    }
  });

  it.each([
    ["+1 416 555 0123", "US"],
    ["+1 202 555 0142", "CA"],
    ["+1 242 300 1234", "CA"],
    ["+1 800 234 5678", "GB"],
    ["+7 800 555 35 35", "KZ"],
    ["+44 800 123 4567", "JE"],
    ["+61 412 345 678", "CX"],
    ["+262 692 12 34 56", "YT"],
  ])("does not accept %s for %s", (text, country) => {
    expect(read(text, country)).toBe("country_mismatch");
  });

  it("needs no country to accept a toll-free number again", () => {
    expect(read("+18002345678")).toBe("+18002345678");
  });

  it("refuses a premium number of +1, whatever country is given", () => {
    expect(read("+1 900 234 5678", "US")).toBe("phone_not_mobile_or_fixed");
    expect(read("+1 900 234 5678", "CA")).toBe("country_mismatch");
  });
});

describe("a number as Meta shows it", () => {
  it.each([
    ["+55 11 6123-4567", "+5511961234567"],
    ["+55 11 9612-3456", "+5511996123456"],
    ["+55 71 7123-4567", "+5571971234567"],
    ["+52 1 222 123 4567", "+522221234567"],
    ["5491123456789", "+5491123456789"],
    ["+54 11 15 2345-6789", "+5491123456789"],
    ["+229 90 01 12 34", "+2290190011234"],
    ["2290190011234", "+2290190011234"],
    ["+225 07 00 12 34", "+2250707001234"],
    ["+225 44 00 12 34", "+2250544001234"],
    ["+241 06 60 01 23", "+24166600123"],
    ["+57 1 2281260", "+576012281260"],
    ["+84 123 456 7890", "+84834567890"],
    ["+234 1 463 0643", "+2342014630643"],
    ["+220 720 1234", "+220877201234"],
    // Stored before the plan changed, and shown in the new form since.
    ["+220 87 720 1234", "+2207201234"],
    ["+1 555-0100", "+15550100"],
  ])("%s is %s", (shown, e164) => {
    expect(isSameNumber(shown, e164)).toBe(true);
  });

  it.each([
    ["+55 11 6123-4568", "+5511961234567"],
    ["+55 11 2345-6789", "+5511923456789"],
    ["+54 11 2345-6789", "+5491123456789"],
    ["+229 90 01 12 35", "+2290190011234"],
    ["+225 44 00 12 34", "+2250744001234"],
    ["+225 60 00 12 34", "+2250760001234"],
    ["+220 912 3456", "+220879123456"],
    ["+63 2 812 3456", "+63288123456"],
    [null, "+5511961234567"],
    ["", "+"],
  ])("%s is not %s", (shown, e164) => {
    expect(isSameNumber(shown, e164)).toBe(false);
  });
});
