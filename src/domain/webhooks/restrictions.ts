/**
 * What an ACCOUNT_RESTRICTION says: which restriction is in force and which is over. Sources: Meta's page
 * account_update (20 April 2026) for the kinds and their expiration; Meta's page "Integrity and content guidelines" of
 * the Direct Send API (beta, read November 2026): a warning and the end of a restriction come without
 * `restriction_info`, and `violation_type` distinguishes them.
 */
import * as z from "zod/mini";
import type { AlarmCode, Outcome } from "./alarm-codes.ts";

type Restriction = Extract<AlarmCode, "ACCOUNT_RESTRICTED" | "DIRECT_SEND_RESTRICTED" | "CALLS_RESTRICTED">;

/** The most serious first: one report raises one alarm. */
const byGravity = ["ACCOUNT_RESTRICTED", "DIRECT_SEND_RESTRICTED", "CALLS_RESTRICTED"] as const;

/** An unlisted kind counts as restricting messages until somebody has found otherwise. */
const kinds: Readonly<Record<string, Restriction>> = {
  RESTRICTED_BIZ_INITIATED_AND_USER_INITIATED_CALLING: "CALLS_RESTRICTED",
  RESTRICTED_BUSINESS_INITIATED_CALLING: "CALLS_RESTRICTED",
  RESTRICTED_USER_INITIATED_CALLING: "CALLS_RESTRICTED",
  RESTRICTED_USER_INITIATED_CALLING_CALL_BUTTON_HIDDEN: "CALLS_RESTRICTED",
  RESTRICTED_DIRECT_SEND_UTILITY_TEMPLATES: "DIRECT_SEND_RESTRICTED",
};

const restriction = z.object({ restriction_type: z.string(), expiration: z.optional(z.unknown()) });
const restrictions = z.array(restriction).check(z.minLength(1));
const violation = z.object({ violation_type: z.string() });

/** `sentAt`: ISO. Only details that were fully understood can end anything; an empty list says nothing. */
export function readRestrictions(value: Record<string, unknown>, sentAt: string | null): Outcome {
  const info = value["restriction_info"];
  const listed = restrictions.safeParse(info).data;
  if (listed === undefined) {
    const isAbsent = info === undefined || (Array.isArray(info) && info.length === 0);
    return isAbsent
      ? withoutList(violation.safeParse(value["violation_info"]).data?.violation_type ?? "")
      : { alarm: "ACCOUNT_RESTRICTED", lifts: [] };
  }
  const live = new Set<Restriction>();
  const over = new Set<Restriction>();
  for (const one of listed) {
    // Not on Meta's page: our assumption, unproven.
    if (/^(NONE|UNRESTRICTED)$/i.test(one.restriction_type)) for (const kind of byGravity) over.add(kind);
    else (isOver(one.expiration, sentAt) ? over : live).add(kindOf(one.restriction_type));
  }
  return {
    alarm: byGravity.find((kind) => live.has(kind)) ?? null,
    lifts: byGravity.filter((kind) => over.has(kind) && !live.has(kind)),
  };
}

function withoutList(type: string): Outcome {
  if (!type.startsWith("DIRECT_SEND_")) return { alarm: "ACCOUNT_RESTRICTED", lifts: [] };
  return /_(UNBAN|RECOVERY)$/.test(type)
    ? { alarm: null, lifts: ["DIRECT_SEND_RESTRICTED"] }
    : { alarm: "DIRECT_SEND_RESTRICTED", lifts: [] };
}

function kindOf(type: string): Restriction {
  return Object.hasOwn(kinds, type) ? (kinds[type] ?? "ACCOUNT_RESTRICTED") : "ACCOUNT_RESTRICTED";
}

/** Meta's own example of a restriction in force expires in the second in which it was sent: only earlier is over. */
function isOver(expiration: unknown, sentAt: string | null): boolean {
  const isText = typeof expiration === "string" && /^\d{1,12}$/.test(expiration);
  const seconds = typeof expiration === "number" || isText ? Number(expiration) : Number.NaN;
  return sentAt !== null && seconds * 1000 < Date.parse(sentAt);
}
