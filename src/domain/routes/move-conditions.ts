/** The hard conditions of the two moves that Portdesk runs, R1 and R2, each answered yes, no or unknown. */
import type { NumberFacts, SideSnapshot, WabaFacts } from "../graph/graph-port.ts";
import { isMetaId } from "../graph/meta-id.ts";
import { type Known, known, type RouteFacts } from "./route-facts.ts";
import type { ReasonCode, RouteReason } from "./route-reasons.ts";

type Condition = { fact: string; holds: (facts: RouteFacts) => Known; no: ReasonCode; unknown: ReasonCode };

const number = (side: SideSnapshot | null): Partial<NumberFacts> => side?.number ?? {};
const waba = (side: SideSnapshot | null): Partial<WabaFacts> => side?.waba ?? {};

/** Undefined where Meta gave no value or an unknown one: neither may count as an answer. */
function among(
  value: string | null | undefined,
  good: readonly string[],
  bad: readonly string[],
): boolean | undefined {
  if (value === null || value === undefined) return undefined;
  if (good.includes(value)) return true;
  return bad.includes(value) ? false : undefined;
}

/** False as soon as one part is; undefined while one is unknown. */
function every(...parts: (boolean | undefined)[]): boolean | undefined {
  if (parts.includes(false)) return false;
  return parts.includes(undefined) ? undefined : true;
}

const not = (value: boolean | null | undefined) =>
  value === null || value === undefined ? undefined : !value;
const unverified =
  "expired failed ineligible not_verified pending pending_need_more_info pending_submission rejected revoked".split(
    " ",
  );
const isVerified = (side: SideSnapshot | null) =>
  among(waba(side).businessVerificationStatus?.toLowerCase(), ["verified"], unverified);
const isApproved = (side: SideSnapshot | null) =>
  among(waba(side).accountReviewStatus?.toUpperCase(), ["APPROVED"], ["PENDING", "REJECTED"]);
/** Meta omits the field where we may not see it, so only an id means something. */
const isFunded = (side: SideSnapshot | null) => (isMetaId(waba(side).primaryFundingId) ? true : undefined);

export const twoStepOff: Condition = {
  fact: "is_pin_enabled",
  no: "two_step_on",
  unknown: "ask_two_step",
  holds({ source, checks, answers }) {
    const shown = known(not(number(source).isPinEnabled), checks.TWO_STEP_OFF);
    if (shown !== "unknown" || answers.twoStep === undefined) return shown;
    return answers.twoStep === "off" ? "yes" : "no";
  },
};

const verified: Condition = {
  fact: "business_verification_status",
  no: "business_not_verified",
  unknown: "ask_business_verified",
  holds: ({ source, destination, checks }) =>
    known(isVerified(destination) ?? isVerified(source), checks.BUSINESS_VERIFIED),
};

const sourceReady: Condition = {
  fact: "account_review_status",
  no: "source_not_ready",
  unknown: "ask_source_ready",
  holds: ({ source, checks }) => known(every(isApproved(source), isFunded(source)), checks.SOURCE_READY),
};

const nameApproved: Condition = {
  fact: "name_status",
  no: "name_not_approved",
  unknown: "ask_name",
  holds({ source, checks }) {
    const { nameStatus, newNameStatus } = number(source);
    const bad = ["AVAILABLE_WITHOUT_REVIEW", "DECLINED", "EXPIRED", "PENDING_REVIEW", "NONE", "NON_EXISTS"];
    const calm = ["NONE", "NON_EXISTS", "APPROVED", "DECLINED", "EXPIRED", "AVAILABLE_WITHOUT_REVIEW"];
    const shown = every(among(nameStatus, ["APPROVED"], bad), among(newNameStatus, calm, ["PENDING_REVIEW"]));
    return known(shown, checks.NAME_APPROVED);
  },
};

const cloudNumber: Condition = {
  fact: "platform_type",
  no: "not_a_cloud_number",
  unknown: "ask_cloud_number",
  holds({ source, checks }) {
    const { isOnBizApp, accountMode, platformType } = number(source);
    const shown = every(
      not(isOnBizApp),
      among(accountMode, ["LIVE"], ["SANDBOX"]),
      among(platformType, ["CLOUD_API"], ["ON_PREMISE", "NOT_APPLICABLE"]),
    );
    return known(shown, checks.CLOUD_API_NUMBER);
  },
};

const sameBusiness: Condition = {
  fact: "owner_business_info",
  no: "other_business",
  unknown: "ask_business",
  holds({ source, destination, sourceBusinessId, checks }) {
    const here = waba(source).ownerBusinessId;
    const there = waba(destination).ownerBusinessId;
    if (here && there) return here === there ? "yes" : "no";
    // The client's own statement can refute, not prove.
    if (there && sourceBusinessId && there !== sourceBusinessId) return "no";
    return known(undefined, checks.SAME_BUSINESS);
  },
};

const destinationReady: Condition = {
  fact: "account_review_status",
  no: "destination_not_ready",
  unknown: "ask_destination",
  holds: ({ destination, checks }) =>
    known(
      every(isApproved(destination), isVerified(destination), isFunded(destination)),
      checks.DESTINATION_READY,
    ),
};

/** The window creates the account, so nothing about a destination can be checked beforehand. */
export const windowConditions = [twoStepOff, verified, sourceReady, nameApproved, cloudNumber] as const;
export const programmaticConditions = [...windowConditions, sameBusiness, destinationReady] as const;

/** Conditions that do not hold or are unknown, in order. */
export function unmet(conditions: readonly Condition[], facts: RouteFacts): RouteReason[] {
  return conditions.flatMap(({ fact, holds, no, unknown }) => {
    const answer = holds(facts);
    return answer === "yes" ? [] : [{ code: answer === "no" ? no : unknown, fact }];
  });
}
