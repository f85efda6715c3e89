import { describe, expect, it } from "vitest";
import { fails, lost, number, registered, tryStep } from "../../../tests/fixtures/move/step-trial.ts";
import { isManual, stepCatalogue, steps } from "./step-catalogue.ts";
import { stepDeclarations } from "./step-declarations.ts";

describe("a step", () => {
  it("writes its intent before the call and closes after it", async () => {
    expect((await tryStep("register", { register: registered })).reported).toEqual([
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
      const { reported } = await tryStep(
        step,
        {
          readNumber: number({ status: "PENDING", codeVerificationStatus: "NOT_VERIFIED" }),
          listNumbers: () => Promise.resolve([]),
        },
        "reconcile",
      );
      expect(reported.filter((call) => /claim|request|verify|register/.test(call))).toEqual([]);
    },
  );
});

describe("request_code", () => {
  it.each([
    ["NOT_VERIFIED", "unverified"],
    ["SOMETHING_NEW", "undecided"],
    [null, "unread"],
  ])("without a reply, read as %s, asks a person and notes that it was %s", async (status, verification) => {
    const readNumber = status === null ? lost : number({ codeVerificationStatus: status });
    for (const kind of ["call", "reconcile"] as const) {
      const { closing } = await tryStep("request_code", { requestCode: lost, readNumber }, kind);
      expect(closing).toMatchObject({ outcome: "unknown", result: { verification } });
    }
  });

  it.each([
    { code: 2494158 },
    { code: 100, subcode: 2388091, userMessage: "You have requested your code too many times." },
    { code: 136024, details: "You tried to register this number too many times. Try again later." },
  ])("that was requested too often (%j) stays blocked for twelve hours", async (answer) => {
    const { closing } = await tryStep("request_code", { requestCode: fails(answer) });
    expect(closing).toMatchObject({
      outcome: "again",
      waitSeconds: 43_200,
      result: { error: "code_attempts_used" },
      exceptions: [{ code: "CODE_ATTEMPTS_USED" }],
    });
  });
});

describe("request_code that Meta delays", () => {
  const readNumber = number({ codeVerificationStatus: "NOT_VERIFIED" });
  const heldBack = {
    code: 136024,
    subcode: 2388091,
    title: "Code couldn't be sent",
    userMessage:
      "Request code failed: Our servers are temporarily unavailable. Please wait 1 hour before trying again.",
  };

  it("stays where it is for as long as Meta says", async () => {
    const { closing } = await tryStep("request_code", { requestCode: fails(heldBack), readNumber });
    expect(closing).toMatchObject({
      outcome: "again",
      waitSeconds: 3600,
      result: { error: "code_held_back" },
      exceptions: [{ code: "CODE_NOT_RECEIVED" }],
    });
    expect(closing).not.toHaveProperty("resetTo");
  });

  it("is skipped where the number is already verified", async () => {
    const graph = {
      requestCode: fails(heldBack),
      readNumber: number({ codeVerificationStatus: "VERIFIED" }),
    };
    expect((await tryStep("request_code", graph)).closing).toMatchObject({ outcome: "skipped" });
  });

  it("goes back to adding the number only where Meta says that it is not being moved", async () => {
    const notMoved =
      "This phone number isn’t eligible to receive a registration code since it is not being migrated.";
    for (const [title, resetTo] of [
      [notMoved, "claim_number"],
      ["Code couldn't be sent", undefined],
    ] as const) {
      const requestCode = fails({ code: 100, subcode: 2388091, title });
      expect((await tryStep("request_code", { requestCode, readNumber })).closing?.resetTo).toBe(resetTo);
    }
  });
});

describe("verify_code", () => {
  it.each([
    ["VERIFIED", "done"],
    ["NOT_VERIFIED", "again"],
    ["SOMETHING_NEW", "unknown"],
  ])("without a reply, read as %s, is %s", async (codeVerificationStatus, outcome) => {
    const { closing, reported } = await tryStep("verify_code", {
      verifyCode: lost,
      readNumber: number({ codeVerificationStatus }),
    });
    expect(closing?.outcome).toBe(outcome);
    expect(reported.filter((call) => call === "verifyCode")).toHaveLength(1);
  });

  it.each([
    [{ code: 2593039 }, { outcome: "again", result: { error: "code_not_checked" } }],
    [{ code: 136025 }, { outcome: "again", result: { error: "code_wrong" } }],
    [
      { code: 136025, subcode: 2388093, title: "Code couldn't be verified", details: "Not the right one." },
      { outcome: "again", result: { error: "code_wrong" } },
    ],
    [
      { code: 2593039, details: "Servers unavailable. Wait 1 hour." },
      { resetTo: "request_code", waitSeconds: 3600, exceptions: [{ code: "CODE_NOT_RECEIVED" }] },
    ],
    [
      { code: 100, subcode: 2388093, userMessage: "You have guessed too many times." },
      { resetTo: "request_code", waitSeconds: 43_200, exceptions: [{ code: "CODE_ATTEMPTS_USED" }] },
    ],
    [{ code: 2388093 }, { resetTo: "claim_number", exceptions: [{ code: "NOT_A_MIGRATION" }] }],
  ])("answered with %j", async (answer, expected) => {
    const { closing } = await tryStep("verify_code", {
      verifyCode: fails(answer),
      readNumber: number({ codeVerificationStatus: "NOT_VERIFIED" }),
    });
    expect(closing).toMatchObject(expected);
  });

  it.each([{ code: 2593039 }, { code: 100, subcode: 2388093, title: "Code couldn't be verified" }])(
    "answered with %j is done where the number turns out to be already verified",
    async (answer) => {
      const readNumber = number({ codeVerificationStatus: "VERIFIED" });
      const { closing } = await tryStep("verify_code", { verifyCode: fails(answer), readNumber });
      expect(closing?.outcome).toBe("done");
    },
  );

  it("of an already verified number is done", async () => {
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
    ["that is already here", fails({ code: 100, subcode: 2388012 })],
    ["with nonsense", fails({ kind: "nonsense", status: 200 })],
  ])("%s accepts the number that is already in the destination", async (_name, claimNumber) => {
    const { closing } = await tryStep("claim_number", {
      claimNumber,
      readNumber,
      listNumbers: () => Promise.resolve([ours]),
    });
    expect(closing).toMatchObject({ outcome: "done", records: { phoneNumberId: "7203" } });
  });

  it("of a number that is not there stays unknown first, and may then be repeated", async () => {
    const listNumbers = () => Promise.resolve([{ id: "1", displayPhoneNumber: "+1 202 555 0124" }]);
    expect((await tryStep("claim_number", { claimNumber: lost, listNumbers })).closing?.outcome).toBe(
      "unknown",
    );
    expect((await tryStep("claim_number", { listNumbers }, "reconcile")).closing).toEqual({
      outcome: "again",
    });
  });

  it("that fails temporarily, according to Meta, is tried again later", async () => {
    const claimNumber = fails({ code: 2388103, title: "There was an error migrating this phone number." });
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

  it("continues with the missing ones, by id, after the last page", async () => {
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
