/** The countries that a number can belong to, as libphonenumber knows them; its small data has them all. */
import { getCountries, getCountryCallingCode } from "libphonenumber-js/min";

/** `country` is ISO 3166-1 alpha-2, `callingCode` has no plus. */
export type PhoneCountry = { country: string; callingCode: string };

export function phoneCountries(): PhoneCountry[] {
  return getCountries().map((country) => ({ country, callingCode: getCountryCallingCode(country) }));
}
