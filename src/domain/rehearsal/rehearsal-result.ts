/** What a rehearsal records: the requests that would be sent, where it would stop, and what it had to assume. */
import * as z from "zod/mini";
import { steps } from "../cutover/step-catalogue.ts";
import { exceptionCodes } from "../exceptions/exception-codes.ts";

const code = z.enum(exceptionCodes);

/** Meta's names for the facts that decide a move. */
const facts = [
  "owner_business_info",
  "business_verification_status",
  "account_review_status",
  "primary_funding_id",
  "name_status",
  "new_name_status",
  "status",
  "quality_rating",
  "platform_type",
  "account_mode",
  "is_pin_enabled",
  "is_on_biz_app",
  "phone_numbers",
  "message_templates",
] as const;

/** A fact that could not be read and was assumed to be good. */
const assumption = z.object({ side: z.enum(["source", "destination"]), field: z.enum(facts) });
export type Assumption = z.infer<typeof assumption>;

/** Without tokens, codes, PINs and proofs; long lists are cut to their first items and a count of the rest. */
const rehearsedRequest = z.object({
  step: z.enum(steps),
  method: z.string(),
  path: z.string(),
  parameters: z.record(z.string(), z.unknown()),
  /** The stage's answer: HTTP status and Meta's error code. */
  status: z.nullable(z.int()),
  errorCode: z.nullable(z.int()),
});
export type RehearsedRequest = z.infer<typeof rehearsedRequest>;

/** Requests kept in the record; a move with thousands of templates sends more. */
export const maxListed = 200;

export const rehearsalResult = z.object({
  requests: z.array(rehearsedRequest),
  /** Requests beyond those listed. */
  more: z.int(),
  /** Exceptions that would be opened without stopping the move. */
  notices: z.array(z.object({ step: z.enum(steps), code })),
  assumptions: z.array(assumption),
});
export type RehearsalResult = z.infer<typeof rehearsalResult>;

/** What of them is recorded, and how many are left out. */
export function listed(requests: readonly RehearsedRequest[]): Pick<RehearsalResult, "requests" | "more"> {
  return { requests: requests.slice(0, maxListed), more: Math.max(0, requests.length - maxListed) };
}
