import { describe, expect, it } from "vitest";
import { fails, lost, number, registered, tryStep } from "../../../tests/support/step-trial.ts";
import { isManual, stepCatalogue, steps } from "./step-catalogue.ts";
import { stepDeclarations } from "./step-declarations.ts";

describe("a step", () => {
  it("writes its intent before the call and closes after it", async () => {
    expect((await tryStep("register", { register: registered })).told).toEqual([
      "intent",
      "register",
      "close",
    ]);
  });

  it("is declared as the catalogue says, with deadlines under a third of the lease", () => {
    for (const step of steps) {
      if (isManual(step)) continue;
      expect(stepDeclarations[step].repeatable).toBe(stepCatalogue[step].repeatable);
      expect(stepDeclarations[step].deadlineSeconds).toBeLessThan(20);
    }
  });

  it.each(["claim_number", "request_code", "verify_code", "register"] as const)(
    "%s is only read when its outcome is unknown",
    async (step) => {
      const { told } = await tryStep(
        step,
        {
          readNumber: number({ status: "PENDING", codeVerificationStatus: "NOT_VERIFIED" }),
          listNumbers: () => Promise.resolve([]),
        },
        "reconcile",
      );
      expect(told.filter((call) => /claim|request|verify|register/.test(call))).toEqual([]);
    },
  );
});

describe("request_code", () => {
  it.each([
    ["NOT_VERIFIED", "unverified"],
    ["SOMETHING_NEW", "undecided"],
    [null, "unread"],
  ])("without a reply, read as %s, asks a person and keeps that it was %s", async (status, verification) => {
    const readNumber = status === null ? lost : number({ codeVerificationStatus: status });
    for (const kind of ["call", "reconcile"] as const) {
      const { closing } = await tryStep("request_code", { requestCode: lost, readNumber }, kind);
      expect(closing).toMatchObject({ outcome: "unknown", result: { verification } });
    }
  });

  it.each([2494158, 2593039])(
    "that was asked for too often (%i) stays shut for twelve hours",
    async (code) => {
      const { closing } = await tryStep("request_code", { requestCode: fails({ code }) });
      expect(closing).toMatchObject({
        outcome: "again",
        waitSeconds: 43_200,
        result: { error: "code_attempts_used" },
        exceptions: [{ code: "CODE_ATTEMPTS_USED" }],
      });
    },
  );
});

describe("verify_code", () => {
  it.each([
    ["VERIFIED", "done"],
    ["NOT_VERIFIED", "again"],
    ["SOMETHING_NEW", "unknown"],
  ])("without a reply, read as %s, is %s", async (codeVerificationStatus, outcome) => {
    const { closing, told } = await tryStep("verify_code", {
      verifyCode: lost,
      readNumber: number({ codeVerificationStatus }),
    });
    expect(closing?.outcome).toBe(outcome);
    expect(told.filter((call) => call === "verifyCode")).toHaveLength(1);
  });

  it("of a number verified already is done", async () => {
    const graph = {
      verifyCode: fails({ code: 136024 }),
      readNumber: number({ codeVerificationStatus: "VERIFIED" }),
    };
    expect((await tryStep("verify_code", graph)).closing?.outcome).toBe("done");
  });
});

describe("claim_number", () => {
  const ours = { id: "7203", displayPhoneNumber: "+1 202 555 0123" };
  const readNumber = number({ codeVerificationStatus: "NOT_VERIFIED" });

  it.each([
    ["without a reply", lost],
    ["that is here already", fails({ code: 100, subcode: 2388012 })],
    ["with nonsense", fails({ kind: "nonsense", status: 200 })],
  ])("%s takes the number that stands in the destination", async (_name, claimNumber) => {
    const { closing } = await tryStep("claim_number", {
      claimNumber,
      readNumber,
      listNumbers: () => Promise.resolve([ours]),
    });
    expect(closing).toMatchObject({ outcome: "done", records: { phoneNumberId: "7203" } });
  });

  it("that is not there stays unknown first, and may then be claimed again", async () => {
    const listNumbers = () => Promise.resolve([{ id: "1", displayPhoneNumber: "+1 202 555 0124" }]);
    expect((await tryStep("claim_number", { claimNumber: lost, listNumbers })).closing?.outcome).toBe(
      "unknown",
    );
    expect((await tryStep("claim_number", { listNumbers }, "reconcile")).closing).toEqual({
      outcome: "again",
    });
  });

  it("that Meta calls a passing fault is tried again later", async () => {
    const claimNumber = fails({ code: 2388103, title: "Migration error" });
    expect((await tryStep("claim_number", { claimNumber })).closing).toMatchObject({
      outcome: "again",
      waitSeconds: 15,
    });
  });
});

describe("copy_templates", () => {
  const source = [{ id: "1", name: "a", language: "en", status: "APPROVED", quality: "GREEN" }];
  const listTemplates = (id: string) => Promise.resolve(id === "7101" ? source : []);

  it("halves the page after a time-out", async () => {
    const { closing } = await tryStep("copy_templates", { listTemplates, copyTemplates: lost });
    expect(closing).toMatchObject({ outcome: "again", result: { progress: { page: 0, count: 250 } } });
  });

  it("goes on to the missing ones, by id, when the pages are through", async () => {
    const { closing } = await tryStep("copy_templates", {
      listTemplates,
      copyTemplates: () => Promise.resolve({ migrated: ["1"], failed: {} }),
    });
    expect(closing).toMatchObject({
      outcome: "again",
      result: { progress: { retrying: true, migrated: ["1"] } },
    });
  });

  it("does not stop the move when Meta refuses", async () => {
    const { closing } = await tryStep("copy_templates", {
      listTemplates,
      copyTemplates: fails({ code: 100 }),
    });
    expect(closing).toMatchObject({ outcome: "done", exceptions: [{ code: "TEMPLATES_PARTIAL" }] });
  });
});
