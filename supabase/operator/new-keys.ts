/** The secrets that an installation makes for itself, as lines for `supabase secrets set --env-file`. */
import { randomBytes } from "node:crypto";

/** Different with every call. Token keys are 32 bytes in base64, as `functions/_shared/runtime.ts` reads them. */
export function newKeys(): string {
  const token = () => randomBytes(32).toString("base64url");
  const tokenKeys = JSON.stringify({ k1: randomBytes(32).toString("base64") });
  return [
    `PORTDESK_TOKEN_KEYS=${tokenKeys}`,
    `PORTDESK_TICK_SECRET=${token()}`,
    `PORTDESK_WEBHOOK_VERIFY_TOKEN=${token()}`,
  ].join("\n");
}
