/** E.164 as people read it. The numbering plans are large and load after the page; until then the plain digits show. */
import { useSyncExternalStore } from "react";

type Formatter = (e164: string) => string;
let formatter: Formatter = (e164) => e164;
const listeners = new Set<() => void>();

void import("libphonenumber-js/min").then(({ parsePhoneNumberFromString }) => {
  formatter = (e164) => parsePhoneNumberFromString(e164)?.formatInternational() ?? e164;
  for (const listener of listeners) listener();
});

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useFormattedPhone(e164: string): string {
  return useSyncExternalStore(subscribe, () => formatter)(e164);
}
