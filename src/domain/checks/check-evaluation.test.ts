import { describe, expect, it } from "vitest";
import type { NumberFacts, SideSnapshot, WabaFacts } from "../graph/graph-port.ts";
import { checkCatalogue } from "./check-catalogue.ts";
import { type CheckFacts, evaluateChecks } from "./check-evaluation.ts";

const number: NumberFacts = {
  id: "1",
  nameStatus: "APPROVED",
  newNameStatus: "NONE",
  platformType: "CLOUD_API",
  accountMode: "LIVE",
  isOnBizApp: false,
  isPinEnabled: false,
};
const waba: WabaFacts = {
  id: "2",
  businessVerificationStatus: "verified",
  accountReviewStatus: "approved",
  ownerBusinessId: "7001",
  primaryFundingId: "9",
};
const good: CheckFacts = {
  source: { number, waba },
  destination: { waba, subscribedAppIds: ["5"], numbersInWaba: 0 },
  request: {
    phoneNumber: "+12025550123",
    phoneCountry: "US",
    sourceBusinessId: "7001",
    appId: "5",
    numberLimit: null,
  },
};
const withNumber = (change: Partial<NumberFacts>): CheckFacts => ({
  ...good,
  source: { ...good.source, number: { ...number, ...change } },
});
const withSource = (change: Partial<WabaFacts>): CheckFacts => ({
  ...good,
  source: { ...good.source, waba: { ...waba, ...change } },
});
const withDestination = (change: Partial<WabaFacts>): CheckFacts => ({
  ...good,
  destination: { ...good.destination, waba: { ...waba, ...change } },
});

function finding(facts: CheckFacts, code: string): string {
  const found = evaluateChecks(facts).find((one) => one.code === code);
  return `${found?.status} ${found?.cause ?? ""}`.trim();
}

describe("the checks", () => {
  it("pass when everything is as Meta requires", () => {
    expect(evaluateChecks(good).map(({ status }) => status)).toEqual(Array(9).fill("passed"));
  });

  it("answer every check whose evidence comes from Meta", () => {
    const answered = new Set<string>(evaluateChecks(good).map(({ code }) => code));
    const wanted = Object.entries(checkCatalogue).filter(([, { source }]) => source === "api");
    expect(wanted.filter(([code]) => !answered.has(code))).toEqual([]);
  });

  it.each<[string, CheckFacts, string]>([
    ["TWO_STEP_OFF", withNumber({ isPinEnabled: true }), "failed TWO_STEP_ON"],
    ["TWO_STEP_OFF", withNumber({ isPinEnabled: null }), "pending could_not_be_read:missing"],
    ["NAME_APPROVED", withNumber({ nameStatus: "DECLINED" }), "failed NAME_NOT_APPROVED"],
    ["NAME_APPROVED", withNumber({ newNameStatus: "PENDING_REVIEW" }), "failed NAME_CHANGE_PENDING"],
    ["NAME_APPROVED", withNumber({ nameStatus: "BRAND_NEW" }), "pending could_not_be_read:unknown_value"],
    ["NAME_APPROVED", withNumber({ nameStatus: "toString" }), "pending could_not_be_read:unknown_value"],
    ["CLOUD_API_NUMBER", withNumber({ isOnBizApp: true }), "failed APP_NUMBER"],
    ["CLOUD_API_NUMBER", withNumber({ accountMode: "SANDBOX" }), "failed NOT_A_MIGRATION"],
    ["CLOUD_API_NUMBER", withNumber({ platformType: "ON_PREMISE" }), "failed NOT_A_MIGRATION"],
    ["SOURCE_READY", withSource({ accountReviewStatus: "REJECTED" }), "failed SOURCE_NOT_READY"],
    ["SOURCE_READY", withSource({ primaryFundingId: null }), "pending could_not_be_read:missing"],
    ...["x", " 7401", "7401 ", "__proto__", "0", "007401", "7401x", "٧٤٠١", "7".repeat(31)].map(
      (id): [string, CheckFacts, string] => [
        "SOURCE_READY",
        withSource({ primaryFundingId: id }),
        "pending could_not_be_read:unknown_value",
      ],
    ),
    [
      "DESTINATION_READY",
      withDestination({ primaryFundingId: "x" }),
      "pending could_not_be_read:unknown_value",
    ],
    ["SAME_BUSINESS", withSource({ ownerBusinessId: "7002" }), "failed DIFFERENT_BUSINESS"],
    [
      "BUSINESS_VERIFIED",
      withDestination({ businessVerificationStatus: "pending" }),
      "failed SOURCE_NOT_READY",
    ],
    [
      "DESTINATION_READY",
      {
        ...good,
        destination: { ...good.destination, numbersInWaba: null, unreadable: { numbersInWaba: "lost" } },
      },
      "pending could_not_be_read:lost",
    ],
    [
      "DESTINATION_READY",
      withDestination({ accountReviewStatus: "PENDING" }),
      "failed DESTINATION_NOT_APPROVED",
    ],
    [
      "DESTINATION_READY",
      withDestination({ primaryFundingId: undefined }),
      "pending could_not_be_read:missing",
    ],
    [
      "NUMBER_FORMAT",
      { ...good, request: { ...good.request, phoneCountry: "GB" } },
      "failed FORMAT_MISMATCH",
    ],
    [
      "APP_SUBSCRIBED",
      { ...good, request: { ...good.request, appId: null } },
      "pending could_not_be_read:no_connection",
    ],
  ])("%s", (code, facts, expected) => {
    expect(finding(facts, code)).toBe(expected);
  });

  it("never pass on what could not be read", () => {
    const nothing: SideSnapshot = {
      unreadable: { number: "lost", waba: "nonsense", subscribedAppIds: "PERMISSION_MISSING" },
    };
    const findings = evaluateChecks({ ...good, source: nothing, destination: nothing });
    expect(findings.filter(({ status }) => status === "passed").map(({ code }) => code)).toEqual([
      "NUMBER_FORMAT",
    ]);
    expect(finding({ ...good, source: nothing }, "TWO_STEP_OFF")).toBe("pending could_not_be_read:lost");
  });

  it("read business verification at the source where the route has no destination yet", () => {
    const without = { unreadable: { waba: "not_given", subscribedAppIds: "not_given" } };
    const from = (facts: CheckFacts) => finding({ ...facts, destination: without }, "BUSINESS_VERIFIED");
    expect(from(good)).toBe("passed");
    expect(from(withSource({ businessVerificationStatus: "revoked" }))).toBe("failed SOURCE_NOT_READY");
    // A lost answer does not mean that Meta permanently withholds the field.
    expect(from({ ...good, source: { unreadable: { waba: "lost" } } })).toBe(
      "pending could_not_be_read:lost",
    );
    const silent = { ...good, source: {}, destination: { unreadable: { waba: "TOKEN_INVALID" } } };
    expect(finding(silent, "BUSINESS_VERIFIED")).toBe("pending could_not_be_read:TOKEN_INVALID");
  });

  it("accept the client's statement against a destination, not for it", () => {
    const unread = { ...good, source: { number, unreadable: { waba: "PERMISSION_MISSING" } } };
    expect(finding(unread, "SAME_BUSINESS")).toBe("pending could_not_be_read:PERMISSION_MISSING");
    const other = { ...unread, request: { ...good.request, sourceBusinessId: "7002" } };
    expect(finding(other, "SAME_BUSINESS")).toBe("failed DIFFERENT_BUSINESS");
  });
});

it("shows Meta's summary of an account beside the evidence of a check, and judges nothing by it", () => {
  const errors = [{ code: 141_006, description: "No payment", solution: null }];
  const health = { canSend: "BLOCKED", entities: [{ type: "WABA", canSend: "BLOCKED", errors, notes: [] }] };
  const [found] = evaluateChecks(withDestination({ health })).filter(
    ({ code }) => code === "DESTINATION_READY",
  );
  expect(found?.status).toBe("passed");
  expect(found?.parts.at(-1)).toEqual({ field: "health_status", value: "BLOCKED (WABA 141006)" });
  const [without] = evaluateChecks(good).filter(({ code }) => code === "DESTINATION_READY");
  expect(without?.parts.map(({ field }) => field)).not.toContain("health_status");
});
