/** Numbers as people write them, turned into E.164 by the numbering plans of libphonenumber. */
import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from "libphonenumber-js/max";

export type PhoneNumber = {
  /** E.164, e.g. +447700900123. */
  e164: string;
  /** ISO 3166-1 alpha-2. */
  country: string;
  /** Country calling code without plus, as the Graph API wants it. */
  callingCode: string;
  /** Without country code and without leading zero. */
  national: string;
  international: string;
};

export type PhoneNumberProblem =
  | "phone_invalid"
  | "country_unknown"
  | "country_mismatch"
  | "phone_not_mobile_or_fixed";

/** Parses a number; `country` (ISO 3166-1) is needed for national formats and must agree with an international one. */
export function parsePhoneNumber(
  text: string,
  country?: string,
): { number: PhoneNumber } | { problem: PhoneNumberProblem } {
  if (country !== undefined && !isSupportedCountry(country)) return { problem: "country_unknown" };
  const parsed = parsedToday(text, country);
  if (!parsed?.isValid() || !parsed.country) return { problem: "phone_invalid" };
  if (country !== undefined && parsed.country !== country) return { problem: "country_mismatch" };
  const type = parsed.getType();
  if (type === "PREMIUM_RATE" || type === "SHARED_COST" || type === "PAGER" || type === "VOICEMAIL") {
    return { problem: "phone_not_mobile_or_fixed" };
  }
  return {
    number: {
      e164: parsed.number,
      country: parsed.country,
      callingCode: parsed.countryCallingCode,
      national: parsed.nationalNumber,
      international: parsed.formatInternational(),
    },
  };
}

/** How a number in E.164 was dialled once, and is shown still. */
const shownAs: readonly [today: RegExp, once: string][] = [
  [/^\+55(\d\d)9(\d{8})$/, "55$1$2"],
  [/^\+52(\d{10})$/, "521$1"],
];

/** Whether a number as Meta shows it, perhaps in an older form, is the one in E.164. */
export function isSameNumber(shown: string | null | undefined, e164: string): boolean {
  const digits = (shown ?? "").replaceAll(/\D/g, "");
  if (`+${digits}` === e164) return true;
  return shownAs.some(([today, once]) => today.test(e164) && e164.replace(today, once) === digits);
}

/**
 * Older forms that still go about, by country calling code, with today's form where it is certain: Brazil's mobile
 * numbers without the ninth digit (one that begins with 9 may as well be a digit short), Mexico's with the 1 or a prefix of local dialling. Which of three prefixes an old
 * number of Côte d'Ivoire got is its operator's matter, so such a number is asked for anew.
 */
const olderForms: Readonly<Record<string, [form: RegExp, today: string]>> = {
  52: [/^(?:1|01|044|045)(\d{10})$/, "$1"],
  55: [/^([1-9]\d)([6-8]\d{7})$/, "$19$2"],
};

function parsedToday(text: string, country: CountryCode | undefined) {
  const parsed = parsePhoneNumberFromString(text, country);
  if (!parsed || parsed.isValid()) return parsed;
  const [form, today] = olderForms[parsed.countryCallingCode] ?? [];
  if (!form || today === undefined || !form.test(parsed.nationalNumber)) return parsed;
  return parsePhoneNumberFromString(
    `+${parsed.countryCallingCode}${parsed.nationalNumber.replace(form, today)}`,
  );
}
