import { describe, expect, it } from "vitest";
import type { GraphFailureDetails } from "../graph/graph-failure.ts";
import type { ExceptionCode } from "./exception-codes.ts";
import { errorNumber, type GraphOperation, meaningOf } from "./graph-error-table.ts";

const refused = (code: number, more: Partial<GraphFailureDetails> = {}): GraphFailureDetails => ({
  kind: "refused",
  status: 400,
  code,
  ...more,
});
const codeOf = (details: GraphFailureDetails, operation: GraphOperation = "claimNumber") =>
  meaningOf(details, operation).code;

/** Meta's table of errors, row by row. */
const rows: [number[], ExceptionCode][] = [
  [[0, 190], "TOKEN_INVALID"],
  [[3, 10, 200, 250, 299, 131005], "PERMISSION_MISSING"],
  [[2, 131016], "META_INCIDENT"],
  [[133004, 131057, 2494100], "MAINTENANCE"],
  [[1, 131000], "META_INCIDENT"],
  [[4, 17, 613, 80007, 80008, 130429], "RATE_LIMIT"],
  [[33, 100, 368, 131008, 131009], "UNCLASSIFIED"],
  [[131031], "DESTINATION_NOT_APPROVED"],
  [[131042], "NO_FUNDING"],
  [[133000], "SOURCE_NOT_READY"],
  [[133005], "TWO_STEP_ON"],
  [[133006], "VERIFICATION_EXPIRED"],
  [[133008, 133009], "PIN_LOCKED"],
  [[133010, 131045], "NOT_REGISTERED_AFTER_MOVE"],
  [[133015], "RECENTLY_DELETED"],
  [[133016], "REGISTER_LIMIT"],
  [[136024, 136025, 2593037, 2593039], "CODE_NOT_RECEIVED"],
  // Distinguished by their text alone.
  [[200000, 2388001, 2388002, 2388103], "UNCLASSIFIED"],
  [[2388107, 2655089, 3441040], "DESTINATION_NOT_APPROVED"],
  [[2494028, 2655049], "SOURCE_NOT_READY"],
  [[3441030], "APP_NUMBER"],
  [[1675004, 3441033, 3441046], "RATE_LIMIT"],
  [[2388012, 2388023], "ALREADY_HERE"],
  [[2388019], "TEMPLATE_LIMIT"],
  [[2388091, 2388093], "NOT_A_MIGRATION"],
  [[2494158], "CODE_ATTEMPTS_USED"],
  [[987654, 300, 199], "UNCLASSIFIED"],
];

describe("what an error from Meta means", () => {
  it.each(rows)("%j is %s", (codes, expected) => {
    expect(codes.map((code) => codeOf(refused(code)))).toEqual(codes.map(() => expected));
  });

  it("is looked up in both places from 2388000 on", () => {
    expect(codeOf(refused(100, { subcode: 2388012 }))).toBe("ALREADY_HERE");
    expect(codeOf(refused(100, { subcode: 33 }))).toBe("PERMISSION_MISSING");
    expect(codeOf(refused(190, { subcode: 463 }))).toBe("TOKEN_INVALID");
  });

  it("is not hidden by an unknown subcode", () => {
    for (const [codes, expected] of rows) {
      for (const code of codes) {
        for (const subcode of [2494055, 2388999, 463, 1]) {
          const details = refused(code, { subcode });
          expect([code, codeOf(details)]).toEqual([code, expected]);
          expect(meaningOf(details, "register")).toMatchObject({
            unsure: meaningOf(refused(code), "register").unsure || subcode === 1,
          });
          expect(errorNumber(details)).toBe(code);
        }
      }
    }
  });

  it("comes from a subcode only if that has a meaning of its own", () => {
    expect(codeOf(refused(133016, { subcode: 131009 }))).toBe("REGISTER_LIMIT");
    expect(codeOf(refused(131000, { subcode: 2388103, title: "The moon is full" }))).toBe("META_INCIDENT");
    expect(codeOf(refused(100, { subcode: 133016 }))).toBe("REGISTER_LIMIT");
    expect(codeOf(refused(136024, { subcode: 2388091 }))).toBe("CODE_NOT_RECEIVED");
  });

  it("is unsure when either number is", () => {
    const unsure = (code: number, subcode: number) =>
      meaningOf(refused(code, { subcode }), "register").unsure;
    expect([unsure(131000, 133005), unsure(100, 131000), unsure(100, 2388023), unsure(100, 133005)]).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  it("of a locked account at register is left to a person", () => {
    expect(codeOf(refused(131031), "register")).toBe("UNCLASSIFIED");
    expect(codeOf(refused(368), "register")).toBe("UNCLASSIFIED");
  });

  it("is a temporary problem where there is no error at all", () => {
    for (const kind of ["lost", "nonsense"] as const) {
      expect(meaningOf({ kind, status: 0 }, "register")).toMatchObject({
        code: "META_INCIDENT",
        unsure: true,
      });
    }
  });

  it("says when the call may have taken effect all the same", () => {
    expect([1, 131000, 2388023].map((code) => meaningOf(refused(code), "register").unsure)).toEqual([
      true,
      true,
      true,
    ]);
    expect([100, 133005, 133016].map((code) => meaningOf(refused(code), "register").unsure)).toEqual([
      false,
      false,
      false,
    ]);
  });

  it("waits as long as Meta says", () => {
    expect(
      meaningOf({ ...refused(80008), kind: "limited", retryAfterSeconds: 42 }, "readWaba").waitSeconds,
    ).toBe(42);
    expect(meaningOf(refused(133015), "register").waitSeconds).toBe(300);
    const held = { code: 136024, subcode: 2388091, userMessage: "Aguarde 1 hour antes de tentar novamente." };
    expect(meaningOf(refused(136024, held), "requestCode").waitSeconds).toBe(3600);
    const locked = (details: string) => meaningOf(refused(133008, { details }), "register").waitSeconds;
    expect(["Try again in 12 hours.", "Wait 30 seconds", "soon"].map(locked)).toEqual([
      43_200,
      30,
      undefined,
    ]);
  });
});
