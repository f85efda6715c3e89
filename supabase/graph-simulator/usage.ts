// Counts the calls of the sliding hour, per app and per WABA, and writes the headers that report them.
import { graphError, type GraphError } from "./graph-error.ts";
import type { SimulatorState } from "./state.ts";
import { isRegistered } from "./number-states.ts";

const hourMs = 3_600_000;

export type UsageSubject = { appId: string; wabaId: string | null };

export function createUsage() {
  const moments = new Map<string, number[]>();

  const recent = (key: string, now: number): number[] => {
    const kept = (moments.get(key) ?? []).filter((moment) => moment > now - hourMs);
    moments.set(key, kept);
    return kept;
  };

  const wabaKey = (subject: UsageSubject) => `${subject.appId}/${subject.wabaId}`;

  return {
    count(subject: UsageSubject, now: number): void {
      recent(subject.appId, now).push(now);
      if (subject.wabaId !== null) recent(wabaKey(subject), now).push(now);
    },
    clear: () => moments.clear(),
    /** The refusal when the hour is used up, counting the current call; null if it may proceed. */
    refusal(state: SimulatorState, subject: UsageSubject, now: number): GraphError | null {
      const { settings } = state;
      if (recent(subject.appId, now).length > settings.appCallsPerHour) {
        return graphError(4, { status: settings.rateLimitStatus });
      }
      if (subject.wabaId === null || recent(wabaKey(subject), now).length <= wabaLimit(state, subject.wabaId))
        return null;
      return graphError(80008, { status: settings.rateLimitStatus });
    },
    headers(state: SimulatorState, subject: UsageSubject, now: number): Record<string, string> {
      const appCalls = recent(subject.appId, now).length;
      const headers: Record<string, string> = {
        "x-app-usage": usageJson({ call_count: percent(appCalls, state.settings.appCallsPerHour) }),
      };
      if (subject.wabaId === null) return headers;
      const calls = recent(wabaKey(subject), now);
      const limit = wabaLimit(state, subject.wabaId);
      // Calls are allowed again when enough of the oldest ones are more than an hour old.
      const opener = calls[calls.length - limit] ?? now;
      const minutes = calls.length > limit ? Math.max(1, Math.ceil((opener + hourMs - now) / 60_000)) : 0;
      return { ...headers, ...businessUsageHeader(subject.wabaId, percent(calls.length, limit), minutes) };
    },
  };
}

/** `minutes` until access returns, 0 while it is open. */
export function businessUsageHeader(
  wabaId: string,
  callCount: number,
  minutes: number,
): Record<string, string> {
  const usage = {
    type: "whatsapp_business_management",
    call_count: callCount,
    total_cputime: 0,
    total_time: 0,
    estimated_time_to_regain_access: minutes,
  };
  return { "x-business-use-case-usage": JSON.stringify({ [wabaId]: [usage] }) };
}

function usageJson(usage: { call_count: number }): string {
  return JSON.stringify({ ...usage, total_cputime: 0, total_time: 0 });
}

function percent(calls: number, limit: number): number {
  return limit === 0 ? 100 : Math.ceil((calls / limit) * 100);
}

function wabaLimit(state: SimulatorState, wabaId: string): number {
  const registered = state.numbers.some((number) => number.waba_id === wabaId && isRegistered(number));
  return registered ? state.settings.callsPerHourWithNumber : state.settings.callsPerHourWithoutNumber;
}
