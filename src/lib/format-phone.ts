/** E.164 as people read it. The numbering plans are large and load after the page; until then the plain digits show. */
import { useSyncExternalStore } from "react";
import { whenIdle } from "./when-idle.ts";

type Formatter = (e164: string) => string;
let formatter: Formatter = (e164) => e164;
const listeners = new Set<() => void>();

async function load(): Promise<void> {
  const { parsePhoneNumberFromString } = await import("libphonenumber-js/min");
  formatter = (e164) => parsePhoneNumberFromString(e164)?.formatInternational() ?? e164;
  for (const listener of listeners) listener();
}
whenIdle(load);

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useFormattedPhone(e164: string): string {
  return useSyncExternalStore(subscribe, () => formatter)(e164);
}
