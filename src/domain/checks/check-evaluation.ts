/**
 * Answers the checks from what Meta reports. A check passes only on a value that Meta's documents name as good; a
 * missing, unreadable or unknown value leaves it open with the cause `could_not_be_read:<why>`.
 */
import type { NumberFacts, SideSnapshot, WabaFacts } from "../graph/graph-port.ts";
import { healthLine } from "../graph/health.ts";
import { isMetaId } from "../graph/meta-id.ts";
import { parsePhoneNumber } from "../requests/phone-number.ts";
import type { ExceptionCode } from "../exceptions/exception-codes.ts";
import {
  all,
  every,
  failed,
  type Finding,
  type FindingPart,
  isNotGiven,
  judge,
  passed,
  unread,
} from "./check-finding.ts";
import type { CheckCode, checkCatalogue } from "./check-catalogue.ts";

type ApiCheck = {
  [Code in CheckCode]: (typeof checkCatalogue)[Code]["source"] extends "api" ? Code : never;
}[CheckCode];
export type EvaluatedCheck = ApiCheck | "NUMBER_FORMAT";

const evaluatedChecks = [
  "NUMBER_FORMAT",
  "BUSINESS_VERIFIED",
  "SOURCE_READY",
  "SAME_BUSINESS",
  "NAME_APPROVED",
  "CLOUD_API_NUMBER",
  "TWO_STEP_OFF",
  "DESTINATION_READY",
  "APP_SUBSCRIBED",
] as const satisfies readonly EvaluatedCheck[];

export type CheckFinding = Omit<Finding, "others"> & {
  code: EvaluatedCheck;
  /** Every field that was examined. */
  parts: readonly FindingPart[];
};

export type CheckFacts = {
  source: SideSnapshot;
  destination: SideSnapshot;
  request: {
    phoneNumber: string;
    phoneCountry: string;
    /** The business that the client named; null if it named none. */
    sourceBusinessId: string | null;
    /** The app that must receive the destination's webhooks. */
    appId: string | null;
    /** The destination's limit of numbers, as Meta told the provider; null: not known, and not judged. */
    numberLimit: number | null;
  };
};

function number(side: SideSnapshot): { facts: Partial<NumberFacts>; why: string | undefined } {
  return { facts: side.number ?? {}, why: side.number ? undefined : (side.unreadable?.number ?? "not_read") };
}

function waba(side: SideSnapshot): { facts: Partial<WabaFacts>; why: string | undefined } {
  return { facts: side.waba ?? {}, why: side.waba ? undefined : (side.unreadable?.waba ?? "not_read") };
}

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

function verified(side: SideSnapshot, cause: ExceptionCode): Finding {
  const { facts, why } = waba(side);
  const value = facts.businessVerificationStatus?.toLowerCase();
  return judge("business_verification_status", value, why, {
    good: ["verified"],
    bad: every(unverified, cause),
  });
}

function reviewed(side: SideSnapshot, cause: ExceptionCode): Finding {
  const { facts, why } = waba(side);
  // Meta uses capitals in some places and not in others.
  const value = facts.accountReviewStatus?.toUpperCase();
  return judge("account_review_status", value, why, {
    good: ["APPROVED"],
    bad: every(["PENDING", "REJECTED"], cause),
  });
}

function funded(side: SideSnapshot): Finding {
  const { facts, why } = waba(side);
  const field = "primary_funding_id";
  const { primaryFundingId: id } = facts;
  if (isMetaId(id)) return passed(field, id);
  return id ? unread(field, "unknown_value", id) : unread(field, why ?? "missing");
}

/** Meta publishes no such limit: unless the provider knows it, the count is only shown. An unread list shows none. */
function roomy(side: SideSnapshot, limit: number | null): Finding {
  const field = "phone_numbers";
  const count = side.numbersInWaba;
  if (count === null || count === undefined) {
    return unread(field, side.unreadable?.numbersInWaba ?? "not_read");
  }
  if (limit === null) return passed(field, String(count));
  const value = `${count}/${limit}`;
  return count < limit ? passed(field, value) : failed(field, value, "DESTINATION_NOT_APPROVED");
}

/** Shows Meta's own summary but judges nothing by it: Meta does not say what it means before a number is there. */
function withHealth(finding: Finding, { waba }: SideSnapshot): Finding {
  if (!waba?.health) return finding;
  const part = { field: "health_status", value: healthLine(waba.health) };
  return { ...finding, others: [...(finding.others ?? []), part] };
}

const flag = (value: boolean | null | undefined) => value?.toString();

const rules: Record<EvaluatedCheck, (facts: CheckFacts) => Finding> = {
  NUMBER_FORMAT({ request }) {
    const parsed = parsePhoneNumber(request.phoneNumber, request.phoneCountry);
    return "number" in parsed && parsed.number.e164 === request.phoneNumber
      ? passed("phone_number", parsed.number.e164)
      : failed("phone_number", request.phoneNumber, "FORMAT_MISMATCH");
  },
  BUSINESS_VERIFIED({ source, destination }) {
    const there = verified(destination, "SOURCE_NOT_READY");
    if (there.status !== "pending") return there;
    // Both sides are one business, and on some routes the destination account does not exist before the move.
    const here = verified(source, "SOURCE_NOT_READY");
    return here.status === "pending" && !isNotGiven(there) ? there : here;
  },
  SOURCE_READY: ({ source }) => withHealth(all(funded(source), reviewed(source, "SOURCE_NOT_READY")), source),
  SAME_BUSINESS({ source, destination, request }) {
    const field = "owner_business_info";
    const there = waba(destination);
    const here = waba(source);
    const expected = here.facts.ownerBusinessId ?? request.sourceBusinessId;
    const actual = there.facts.ownerBusinessId;
    if (!actual) return unread(field, there.why ?? "missing");
    if (expected && expected !== actual) return failed(field, actual, "DIFFERENT_BUSINESS");
    // The client's statement is not a reading: it can refute, not prove.
    return here.facts.ownerBusinessId ? passed(field, actual) : unread(field, here.why ?? "missing", actual);
  },
  NAME_APPROVED({ source }) {
    const { facts, why } = number(source);
    const name = judge("name_status", facts.nameStatus, why, {
      good: ["APPROVED"],
      bad: every(
        ["AVAILABLE_WITHOUT_REVIEW", "DECLINED", "EXPIRED", "PENDING_REVIEW", "NONE", "NON_EXISTS"],
        "NAME_NOT_APPROVED",
      ),
    });
    const change = judge("new_name_status", facts.newNameStatus, why, {
      good: ["NONE", "NON_EXISTS", "APPROVED", "DECLINED", "EXPIRED", "AVAILABLE_WITHOUT_REVIEW"],
      bad: { PENDING_REVIEW: "NAME_CHANGE_PENDING" },
    });
    return all(change, name);
  },
  CLOUD_API_NUMBER({ source }) {
    const { facts, why } = number(source);
    return all(
      judge("is_on_biz_app", flag(facts.isOnBizApp), why, { good: ["false"], bad: { true: "APP_NUMBER" } }),
      judge("account_mode", facts.accountMode, why, { good: ["LIVE"], bad: { SANDBOX: "NOT_A_MIGRATION" } }),
      judge("platform_type", facts.platformType, why, {
        good: ["CLOUD_API"],
        bad: every(["ON_PREMISE", "NOT_APPLICABLE"], "NOT_A_MIGRATION"),
      }),
    );
  },
  TWO_STEP_OFF({ source }) {
    const { facts, why } = number(source);
    return judge("is_pin_enabled", flag(facts.isPinEnabled), why, {
      good: ["false"],
      bad: { true: "TWO_STEP_ON" },
    });
  },
  DESTINATION_READY: ({ destination, request }) =>
    withHealth(
      all(
        roomy(destination, request.numberLimit),
        verified(destination, "DESTINATION_NOT_APPROVED"),
        funded(destination),
        reviewed(destination, "DESTINATION_NOT_APPROVED"),
      ),
      destination,
    ),
  APP_SUBSCRIBED({ destination, request }) {
    const field = "subscribed_apps";
    const ids = destination.subscribedAppIds;
    if (!ids) return unread(field, destination.unreadable?.subscribedAppIds ?? "not_read");
    if (!request.appId) return unread(field, "no_connection", ids.join(","));
    // The move subscribes the app in its second step, long before anything that cannot be undone.
    return passed(field, ids.includes(request.appId) ? request.appId : "at_cutover");
  },
};

/** One finding for each check that Meta's API or the number itself can answer. */
export function evaluateChecks(facts: CheckFacts): CheckFinding[] {
  return evaluatedChecks.map((code) => {
    const { others = [], ...finding } = rules[code](facts);
    return { code, ...finding, parts: [{ field: finding.field, value: finding.value }, ...others] };
  });
}
