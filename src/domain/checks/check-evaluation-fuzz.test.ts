/** A check passes on the documented good values and on nothing else, whatever Meta sends. */
import fc from "fast-check";
import { expect, it } from "vitest";
import type { SideSnapshot } from "../graph/graph-port.ts";
import { evaluateChecks } from "./check-evaluation.ts";

const good: Record<string, readonly string[]> = {
  nameStatus: ["APPROVED"],
  newNameStatus: ["NONE", "NON_EXISTS", "APPROVED", "DECLINED", "EXPIRED", "AVAILABLE_WITHOUT_REVIEW"],
  platformType: ["CLOUD_API"],
  accountMode: ["LIVE"],
  businessVerificationStatus: ["verified"],
  accountReviewStatus: ["APPROVED"],
};
const number = {
  id: "1",
  nameStatus: "APPROVED",
  newNameStatus: "NONE",
  platformType: "CLOUD_API",
  accountMode: "LIVE",
  isOnBizApp: false,
  isPinEnabled: false,
};
const waba = {
  id: "2",
  businessVerificationStatus: "verified",
  accountReviewStatus: "APPROVED",
  ownerBusinessId: "7001",
  primaryFundingId: "9",
};
const request = {
  phoneNumber: "+12025550123",
  phoneCountry: "US",
  sourceBusinessId: "7001",
  appId: "5",
  numberLimit: null,
};

function passedOf(source: SideSnapshot, destination: SideSnapshot): number {
  const findings = evaluateChecks({ source, destination, request });
  return findings.filter(({ status }) => status === "passed").length;
}
const destination = { waba, subscribedAppIds: ["5"], numbersInWaba: 0 };

const fields = Object.keys(good);
const strange = fc.oneof(
  fc.string(),
  fc.constantFrom("constructor", "__proto__", "toString", "TRUE", "approved ", "Verified\n", "", null),
);

it("an unknown or missing value in any field", () => {
  const all = passedOf({ number, waba }, destination);
  expect(all).toBe(9);
  fc.assert(
    fc.property(fc.constantFrom(...fields), strange, (field, value) => {
      const known = good[field]?.some((one) => one.toLowerCase() === value?.toLowerCase()) ?? false;
      fc.pre(!known);
      const changed = field in number ? { number: { ...number, [field]: value }, waba } : null;
      const there = changed ? destination : { ...destination, waba: { ...waba, [field]: value } };
      expect(passedOf(changed ?? { number, waba }, there)).toBeLessThan(all);
    }),
    { numRuns: 500 },
  );
});

it("any part that is absent", () => {
  const parts = fc.subarray(["number", "sourceWaba", "destinationWaba", "apps", "numbers"] as const, {
    minLength: 1,
  });
  fc.assert(
    fc.property(
      parts,
      fc.constantFrom("PERMISSION_MISSING", "lost", "nonsense", "limited"),
      (absent, why) => {
        const lacks = (part: (typeof absent)[number]) => absent.includes(part);
        const source = {
          ...(lacks("number") ? {} : { number }),
          ...(lacks("sourceWaba") ? {} : { waba }),
          unreadable: { number: why, waba: why },
        };
        const there = {
          ...(lacks("destinationWaba") ? {} : { waba }),
          ...(lacks("apps") ? {} : { subscribedAppIds: ["5"] }),
          ...(lacks("numbers") ? {} : { numbersInWaba: 0 }),
          unreadable: { waba: why, subscribedAppIds: why, numbersInWaba: why },
        };
        const findings = evaluateChecks({ source, destination: there, request });
        const unread = findings.filter(({ status }) => status !== "passed");
        expect(unread.length).toBeGreaterThan(0);
        expect(new Set(unread.map(({ cause }) => cause))).toEqual(new Set([`could_not_be_read:${why}`]));
      },
    ),
  );
});
