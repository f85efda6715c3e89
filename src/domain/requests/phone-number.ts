/** Turns numbers as people and Meta write them into E.164 by today's numbering plans. */
import {
  type CountryCode,
  getCountryCallingCode,
  isSupportedCountry,
  type PhoneNumber as ParsedNumber,
  parsePhoneNumberFromString,
} from "libphonenumber-js/max";
import { numberingPlanChanges } from "./numbering-plans.ts";

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
  | "phone_extension"
  | "country_unknown"
  | "country_mismatch"
  | "phone_not_mobile_or_fixed";

/** Words for an extension that libphonenumber does not know: with them, it reads no number at all. */
const extension = /\d[^\d\p{L}]*(?:ext|доб|вн)\p{L}*[^\d\p{L}]*\d/iu;

/** Parses a number; `country` (ISO 3166-1) is needed for national formats and must agree with an international one. */
export function parsePhoneNumber(
  text: string,
  country?: string,
): { number: PhoneNumber } | { problem: PhoneNumberProblem } {
  if (country !== undefined && !isSupportedCountry(country)) return { problem: "country_unknown" };
  const written = parsePhoneNumberFromString(text, country);
  if (written ? written.ext : extension.test(text)) return { problem: "phone_extension" };
  const parsed = written && inCurrentPlan(written, "typed");
  const owner = parsed && ownerOf(parsed, country);
  if (!parsed?.isValid() || !owner) return { problem: "phone_invalid" };
  if (country !== undefined && owner !== country) return { problem: "country_mismatch" };
  const type = parsed.getType();
  if (type === "PREMIUM_RATE" || type === "SHARED_COST" || type === "PAGER" || type === "VOICEMAIL") {
    return { problem: "phone_not_mobile_or_fixed" };
  }
  return {
    number: {
      e164: parsed.number,
      country: owner,
      callingCode: parsed.countryCallingCode,
      national: parsed.nationalNumber,
      international: parsed.formatInternational(),
    },
  };
}

/** Whether a number as Meta shows it, perhaps in an older form, is the one in E.164. */
export function isSameNumber(shown: string | null | undefined, e164: string): boolean {
  const digits = (shown ?? "").replaceAll(/\D/g, "");
  return digits !== "" && currentE164(`+${digits}`) === currentE164(e164);
}

function currentE164(text: string): string {
  const parsed = parsePhoneNumberFromString(text);
  return (parsed && inCurrentPlan(parsed, "shown"))?.number ?? text;
}

/** Converts a number of an old plan to its current form, if that is certain; returns any other unchanged. */
function inCurrentPlan(parsed: ParsedNumber, by: "typed" | "shown"): ParsedNumber | undefined {
  const { countryCallingCode, nationalNumber } = parsed;
  const change = numberingPlanChanges.find(
    ({ country }) => getCountryCallingCode(country) === countryCallingCode,
  );
  const form = change?.forms.find(([old]) => old.test(nationalNumber));
  if (!change || !form) return parsed;
  const [old, current] = form;
  if (current === null || (by === "typed" && change.maybeIncomplete?.test(nationalNumber))) return undefined;
  return parsePhoneNumberFromString(`+${countryCallingCode}${nationalNumber.replace(old, current)}`);
}

/** All countries of +1 share its toll-free numbers, which libphonenumber files under the United States. */
function ownerOf(parsed: ParsedNumber, chosen: CountryCode | undefined): CountryCode | undefined {
  const isShared = parsed.country === "US" && parsed.getType() === "TOLL_FREE";
  return isShared && chosen && getCountryCallingCode(chosen) === "1" ? chosen : parsed.country;
}
