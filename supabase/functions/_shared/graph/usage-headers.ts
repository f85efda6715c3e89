/** Reads from Meta's headers how many calls are left: calling on while limited only lengthens the block. */
import * as z from "zod/mini";

const appUsage = z.object({
  call_count: z.optional(z.number()),
  total_cputime: z.optional(z.number()),
  total_time: z.optional(z.number()),
});
const businessUsage = z.record(
  z.string(),
  z.array(z.object({ ...appUsage.shape, estimated_time_to_regain_access: z.optional(z.number()) })),
);

function parsed<T>(schema: z.ZodMiniType<T>, text: string | null): T | undefined {
  if (text === null) return undefined;
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Meta's longest blocks last days; a longer one is an error, and more seconds than the database can count. */
const longestWait = 7 * 24 * 3600;

/** Seconds to wait, a week at most, if the headers say so; Retry-After is in seconds, Meta's estimate in minutes. */
export function secondsToWait(headers: Headers): number | undefined {
  // If sent several times, the values are joined by commas; a date, which Meta does not send, is ignored.
  const asked = (headers.get("retry-after") ?? "").split(",").map((part) => part.trim());
  const seconds = asked.filter((part) => /^\d+(\.\d+)?$/.test(part)).map(Number);
  const usages = Object.values(parsed(businessUsage, headers.get("x-business-use-case-usage")) ?? {}).flat();
  const minutes = usages.map((usage) => usage.estimated_time_to_regain_access ?? 0);
  const longest = Math.max(0, ...seconds, ...minutes.map((minute) => minute * 60));
  return longest > 0 ? Math.min(longest, longestWait) : undefined;
}

/** Ids of the accounts that have used up their hour, with the seconds until Meta reopens them, if Meta says so. */
export function exhaustedAccounts(headers: Headers): { id: string; seconds: number | undefined }[] {
  const usage = parsed(businessUsage, headers.get("x-business-use-case-usage")) ?? {};
  return Object.entries(usage).flatMap(([id, entries]) => {
    const full = entries.find((entry) => isUsedUp(entry) || (entry.estimated_time_to_regain_access ?? 0) > 0);
    if (!full || !/^\d{1,30}$/.test(id)) return [];
    const minutes = full.estimated_time_to_regain_access ?? 0;
    return [{ id, seconds: minutes > 0 ? Math.min(minutes * 60, longestWait) : undefined }];
  });
}

/** Whether the app's own hour is used up; Meta gives no end for it. */
export function isAppExhausted(headers: Headers): boolean {
  return isUsedUp(parsed(appUsage, headers.get("x-app-usage")) ?? {});
}

/** Calls, computing time and total time each have an hourly limit, in percent: the highest counts. */
function isUsedUp({ call_count = 0, total_cputime = 0, total_time = 0 }: z.infer<typeof appUsage>): boolean {
  return Math.max(call_count, total_cputime, total_time) > 100;
}
