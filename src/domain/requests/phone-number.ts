/** Numbers as people write them, turned into E.164 by the numbering plans of libphonenumber. */
import { isSupportedCountry, parsePhoneNumberFromString } from "libphonenumber-js/max";

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
  const parsed = parsePhoneNumberFromString(text, country);
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
