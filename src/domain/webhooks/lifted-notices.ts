/** Meta uses the same word when it restricts or bans an account and when it lifts that: the details tell. */
import * as z from "zod/mini";
import type { AlarmCode } from "./alarm-codes.ts";

const words = z.pipe(
  z.union([z.string(), z.array(z.string())]),
  z.transform((given) => [given].flat()),
);
const bans = z.object({ waba_ban_state: words });
const restriction = z.object({ restriction_type: z.string(), expiration: z.optional(z.unknown()) });
const restrictions = z.array(restriction);

/** `sentAt`: ISO. Only details that are understood whole say that it is over: any others leave the alarm. */
export function isLifted(alarm: AlarmCode, value: Record<string, unknown>, sentAt: string | null): boolean {
  if (alarm === "ACCOUNT_BANNED") {
    const states = bans.safeParse(value["ban_info"]).data?.waba_ban_state ?? [];
    return states.length > 0 && states.every((state) => /^REINSTATED?$/i.test(state));
  }
  if (alarm === "ACCOUNT_RESTRICTED") {
    const told = restrictions.safeParse(value["restriction_info"]);
    return told.success && told.data.every((one) => isOver(one, sentAt));
  }
  return false;
}

/** A restriction without a kind, or that had run out when it was told of. */
function isOver(
  { restriction_type, expiration }: z.infer<typeof restriction>,
  sentAt: string | null,
): boolean {
  if (/^(NONE|UNRESTRICTED)$/i.test(restriction_type)) return true;
  return typeof expiration === "number" && sentAt !== null && expiration * 1000 <= Date.parse(sentAt);
}
