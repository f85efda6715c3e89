/** What Meta's headers say about the calls that are left: once limited, going on only lengthens the block. */
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

/** Seconds to stay away, when the headers say so; Retry-After in seconds, Meta's own estimate in minutes. */
export function secondsToWait(headers: Headers): number | undefined {
  const asked = Number(headers.get("retry-after") ?? Number.NaN);
  const usages = Object.values(parsed(businessUsage, headers.get("x-business-use-case-usage")) ?? {}).flat();
  const minutes = usages.map((usage) => usage.estimated_time_to_regain_access ?? 0);
  const longest = Math.max(Number.isFinite(asked) ? asked : 0, ...minutes.map((minute) => minute * 60));
  return longest > 0 ? longest : undefined;
}

/** Ids of the accounts whose hour is used up, with the seconds until it opens again, if Meta knows. */
export function exhaustedAccounts(headers: Headers): { id: string; seconds: number | undefined }[] {
  const usage = parsed(businessUsage, headers.get("x-business-use-case-usage")) ?? {};
  return Object.entries(usage).flatMap(([id, entries]) => {
    const full = entries.find((entry) => isUsedUp(entry) || (entry.estimated_time_to_regain_access ?? 0) > 0);
    if (!full) return [];
    const minutes = full.estimated_time_to_regain_access ?? 0;
    return [{ id, seconds: minutes > 0 ? minutes * 60 : undefined }];
  });
}

/** Whether the app's own hour is used up; Meta says no time for it. */
export function isAppExhausted(headers: Headers): boolean {
  return isUsedUp(parsed(appUsage, headers.get("x-app-usage")) ?? {});
}

/** Calls, time of computing and time in all have an hour's limit each, in percent: the highest counts. */
function isUsedUp({ call_count = 0, total_cputime = 0, total_time = 0 }: z.infer<typeof appUsage>): boolean {
  return Math.max(call_count, total_cputime, total_time) > 100;
}
