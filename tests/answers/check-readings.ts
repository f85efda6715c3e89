/** The checks before a move, and the oracle's own rule for each. */
import type { CheckCode } from "#domain/checks/check-catalogue.ts";
import * as z from "zod";
import { Refusal } from "#domain/commands/refusal.ts";
import { requestId } from "../fixtures/engine/engine-stub.ts";
import { metaIds } from "../fixtures/move/move-fixture.ts";
import { contextOf, e164 } from "./harness.ts";
import { ownerOf } from "./facts-said.ts";
import { isId, listingsOf, member, readingsOf } from "./raw-answer.ts";
import type { Reading } from "./reading.ts";
import type { Exchange } from "./wire.ts";

const { source, destination, sourcePhone } = metaIds;
/** How many numbers the destination may hold. */
const room = 2;

type Facts = {
  number: unknown;
  source: unknown;
  destination: unknown;
  /** What the destination holds, by edge; null: no complete list. */
  list(edge: string): readonly unknown[] | null;
};
type Rule = (facts: Facts, value: string | null) => boolean;

const text = (value: unknown) => (typeof value === "string" ? value : "");
const isVerified = (waba: unknown) =>
  text(member(waba, "business_verification_status")).toLowerCase() === "verified";
const isApproved = (waba: unknown) =>
  text(member(waba, "account_review_status")).toUpperCase() === "APPROVED";
const isFunded = (waba: unknown) => isId(member(waba, "primary_funding_id"));

/** Meta's words for a business that is not verified. */
const unverified = [
  "expired",
  "failed",
  "ineligible",
  "not_verified",
  "pending",
  "pending_need_more_info",
  "pending_submission",
  "rejected",
  "revoked",
];
/** Meta's words for a name on which no change is pending. */
const settledNames: readonly unknown[] = [
  "NONE",
  "NON_EXISTS",
  "APPROVED",
  "DECLINED",
  "EXPIRED",
  "AVAILABLE_WITHOUT_REVIEW",
];

const rules: Partial<Record<CheckCode, Rule>> = {
  NUMBER_FORMAT: (_facts, value) => value === e164,
  BUSINESS_VERIFIED: (facts) =>
    isVerified(facts.destination) ||
    (isVerified(facts.source) &&
      !unverified.includes(text(member(facts.destination, "business_verification_status")).toLowerCase())),
  SOURCE_READY: (facts) => isFunded(facts.source) && isApproved(facts.source),
  SAME_BUSINESS: (facts) =>
    isId(ownerOf(facts.source)) && ownerOf(facts.source) === ownerOf(facts.destination),
  NAME_APPROVED: ({ number }) =>
    member(number, "name_status") === "APPROVED" && settledNames.includes(member(number, "new_name_status")),
  CLOUD_API_NUMBER: ({ number }) =>
    member(number, "is_on_biz_app") === false &&
    member(number, "account_mode") === "LIVE" &&
    member(number, "platform_type") === "CLOUD_API",
  TWO_STEP_OFF: ({ number }) => member(number, "is_pin_enabled") === false,
  DESTINATION_READY: (facts) =>
    isVerified(facts.destination) &&
    isFunded(facts.destination) &&
    isApproved(facts.destination) &&
    (facts.list("phone_numbers")?.length ?? room) < room,
  // The move subscribes the app itself: a readable list is enough, but if apps are named ours must be among them.
  APP_SUBSCRIBED(facts, value) {
    const list = facts.list("subscribed_apps");
    const isThere = list?.some((one) => member(one, "whatsapp_business_api_data", "id") === value);
    return list !== null && (value === "at_cutover" || isThere === true);
  },
};

function factsOf(exchanges: readonly Exchange[]): Facts {
  return {
    number: readingsOf(exchanges, sourcePhone)[0],
    source: readingsOf(exchanges, source)[0],
    destination: readingsOf(exchanges, destination)[0],
    list: (edge) => listingsOf(exchanges, `/${destination}/${edge}`)[0] ?? null,
  };
}

const recordedChecks = z.object({
  p_checks: z.array(z.object({ code: z.string(), status: z.string(), value: z.string().nullable() })),
});

function reading(scope: "all" | "two_step"): Reading {
  return {
    name: scope === "all" ? "checks" : "check of two-step verification",
    database: async () => ({
      ...(await contextOf({ connection: { id: "c1", app_id: metaIds.newApp, number_limit: room } })),
      engine_open_reading: { body: { reading: "r1" } },
      engine_record_checks: { body: null },
      engine_close_reading: { body: null },
    }),
    async run({ services, calls, exchanges }) {
      try {
        await services.reader.read({ request: requestId, scope }, true);
      } catch (error) {
        if (error instanceof Refusal) return [];
        throw error;
      }
      const facts = factsOf(exchanges);
      const found = calls("engine_record_checks").flatMap((one) => recordedChecks.parse(one).p_checks);
      const byCode = new Map<string, Rule>(Object.entries(rules));
      return found
        .filter(({ status }) => status === "passed")
        .map(({ code, value }) => ({ what: code, said: byCode.get(code)?.(facts, value) ?? false }));
    },
  };
}

export const checkReadings: readonly Reading[] = [reading("all"), reading("two_step")];
