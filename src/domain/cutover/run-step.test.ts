import { describe, expect, it } from "vitest";
import { GraphFailure, type GraphFailureDetails } from "../graph/graph-failure.ts";
import type { GraphPort } from "../graph/graph-port.ts";
import type { Closing } from "./closing.ts";
import type { Intent } from "./cutover-store.ts";
import type { MoveContext } from "./move-context.ts";
import { runStep } from "./run-step.ts";
import { routeSteps } from "./route-steps.ts";
import { type EngineStep, isManual, stepCatalogue, steps } from "./step-catalogue.ts";
import { stepDeclarations } from "./step-declarations.ts";
import { defaultTiming } from "./step-timing.ts";

const move: MoveContext = {
  requestId: "r",
  providerId: "p",
  phoneNumber: "+12025550123",
  route: "R2",
  sourceBusinessId: "7001",
  sourceWabaId: "7101",
  sourcePhoneNumberId: "7201",
  destinationWabaId: "7102",
  destinationPhoneNumberId: "7203",
  appId: "5",
  steps: routeSteps.R2.map((step) => ({ step, state: "pending", attempts: 0, result: null })),
  snapshots: { before: null, after: null },
  templates: [],
};

const fails = (details: Partial<GraphFailureDetails>) => () =>
  Promise.reject(new GraphFailure("failed", { kind: "refused", status: 400, ...details }));
const lost = fails({ kind: "lost", status: 0 });

/** Runs one step, after an earlier attempt that left `result`; returns what was closed and, in order, what was called. */
async function run(
  step: EngineStep,
  graph: Partial<GraphPort>,
  kind: Intent["kind"] = "call",
  result?: Closing["result"],
) {
  const told: string[] = [];
  const nothing = () => Promise.reject(new Error("not to be called"));
  const names = [
    "readNumber",
    "readWaba",
    "listNumbers",
    "listTemplates",
    "listSubscribedApps",
    "subscribeApp",
    "copyTemplates",
    "claimNumber",
    "requestCode",
    "verifyCode",
    "register",
  ] as const;
  const port = Object.fromEntries(
    names.map((name) => {
      const call = graph[name] as ((input: unknown) => Promise<unknown>) | undefined;
      return [name, (input: unknown) => (told.push(name), (call ?? nothing)(input))];
    }),
  ) as unknown as GraphPort;
  let closing: Closing | undefined;
  const store = {
    openIntent: () => {
      told.push("intent");
      return Promise.resolve({ intent: "i", fence: 1, kind, authorisation: { method: "SMS" }, left: null });
    },
    closeIntent: (_intent: Intent, closed: Closing) => {
      told.push("close");
      closing = closed;
      return Promise.resolve();
    },
  };
  const ports = {
    store,
    graph: port,
    timing: defaultTiming,
    random: () => 0,
    hold: { worker: "w", leaseSeconds: 60, byItself: false },
  };
  const steps = move.steps.map((row) => ({ ...row, result: result ?? row.result }));
  await runStep(ports, { ...move, steps }, step, { code: "424242", pin: "135790" });
  return { told, closing };
}

const number = (facts: object) => () => Promise.resolve({ id: "7203", ...facts });
const done = () => Promise.resolve();

describe("a step", () => {
  it("writes its intent before the call and closes after it", async () => {
    expect((await run("register", { register: done })).told).toEqual(["intent", "register", "close"]);
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
      const { told } = await run(
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

describe("register", () => {
  it("that got no reply is done when Meta says CONNECTED", async () => {
    const { closing, told } = await run("register", {
      register: lost,
      readNumber: number({ status: "CONNECTED" }),
    });
    expect(closing?.outcome).toBe("done");
    expect(told).toEqual(["intent", "register", "readNumber", "close"]);
  });

  it("that got no reply stays unknown for a while, since it may still be under way", async () => {
    const { closing } = await run("register", { register: lost, readNumber: number({ status: "PENDING" }) });
    expect(closing).toMatchObject({ outcome: "unknown", waitSeconds: defaultTiming.settle });
  });

  it.each([
    ["CONNECTED", "done"],
    ["RESTRICTED", "done"],
    ["PENDING", "unknown"],
    ["SOMETHING_NEW", "unknown"],
    [null, "unknown"],
  ])("read as %s is %s", async (status, outcome) => {
    const { closing } = await run("register", { readNumber: number({ status }) }, "reconcile");
    expect(closing?.outcome).toBe(outcome);
  });

  it("did nothing when a second reading, a while later, says so too", async () => {
    const readNumber = number({ status: "PENDING" });
    const first = await run("register", { readNumber }, "reconcile");
    expect(first.closing).toMatchObject({ outcome: "unknown", waitSeconds: defaultTiming.recheck });
    const second = await run("register", { readNumber }, "reconcile", first.closing?.result);
    expect(second.closing?.outcome).toBe("again");
    const lostAgain = await run("register", { register: lost, readNumber }, "call", second.closing?.result);
    const third = await run("register", { readNumber }, "reconcile", lostAgain.closing?.result);
    expect(third.closing?.outcome).toBe("unknown");
  });

  it("that is refused for what an earlier, lost one did is done", async () => {
    const readNumber = number({ status: "CONNECTED" });
    const { closing } = await run("register", { register: fails({ code: 133005 }), readNumber });
    expect(closing).toEqual({ outcome: "done", result: {}, records: { byEarlierCall: true } });
  });

  it("records that its PIN is shown where that is or may be the number's, and never by a reading", async () => {
    const records = async (graph: Partial<GraphPort>, kind?: Intent["kind"]) =>
      (await run("register", graph, kind)).closing?.records;
    expect(await records({ register: done })).toEqual({ pinShown: true });
    for (const readNumber of [number({ status: "PENDING" }), number({ status: "CONNECTED" }), lost])
      expect(await records({ register: lost, readNumber })).toEqual({ pinShown: true });
    expect(await records({ register: fails({ code: 133005 }), readNumber: lost })).toBeUndefined();
    expect(await records({ readNumber: number({ status: "CONNECTED" }) }, "reconcile")).toBeUndefined();
  });

  it("stays unknown while nothing can be read", async () => {
    const { closing } = await run("register", { readNumber: lost }, "reconcile");
    expect(closing).toMatchObject({ outcome: "unknown", exceptions: [{ code: "META_INCIDENT" }] });
  });

  it.each<[number, object]>([
    [133005, { outcome: "failed", exceptions: [{ code: "TWO_STEP_ON", owner: "client" }] }],
    [133006, { outcome: "again", resetTo: "request_code", exceptions: [{ code: "VERIFICATION_EXPIRED" }] }],
    [133008, { outcome: "failed", exceptions: [{ code: "PIN_LOCKED" }] }],
    [133015, { outcome: "again", waitSeconds: 300, exceptions: [{ code: "RECENTLY_DELETED" }] }],
    [133016, { outcome: "again", waitSeconds: 259_200, exceptions: [{ code: "REGISTER_LIMIT" }] }],
    [987654, { outcome: "failed", exceptions: [{ code: "UNCLASSIFIED" }] }],
  ])("refused with %i", async (code, expected) => {
    const readNumber = number({ status: "PENDING" });
    const { closing, told } = await run("register", { register: fails({ code }), readNumber });
    expect(closing).toMatchObject(expected);
    expect(told).toEqual(["intent", "register", "readNumber", "close"]);
    // A reading that fails changes nothing about it.
    expect((await run("register", { register: fails({ code }), readNumber: lost })).closing).toMatchObject(
      expected,
    );
  });
});

describe("request_code", () => {
  it.each([
    ["NOT_VERIFIED", "unverified"],
    ["SOMETHING_NEW", "undecided"],
    [null, "unread"],
  ])("without a reply, read as %s, asks a person and keeps that it was %s", async (status, verification) => {
    const readNumber = status === null ? lost : number({ codeVerificationStatus: status });
    for (const kind of ["call", "reconcile"] as const) {
      const { closing } = await run("request_code", { requestCode: lost, readNumber }, kind);
      expect(closing).toMatchObject({ outcome: "unknown", result: { verification } });
    }
  });

  it.each([2494158, 2593039])(
    "that was asked for too often (%i) stays shut for twelve hours",
    async (code) => {
      const { closing } = await run("request_code", { requestCode: fails({ code }) });
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
    const { closing, told } = await run("verify_code", {
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
    expect((await run("verify_code", graph)).closing?.outcome).toBe("done");
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
    const { closing } = await run("claim_number", {
      claimNumber,
      readNumber,
      listNumbers: () => Promise.resolve([ours]),
    });
    expect(closing).toMatchObject({ outcome: "done", records: { phoneNumberId: "7203" } });
  });

  it("that is not there stays unknown first, and may then be claimed again", async () => {
    const listNumbers = () => Promise.resolve([{ id: "1", displayPhoneNumber: "+1 202 555 0124" }]);
    expect((await run("claim_number", { claimNumber: lost, listNumbers })).closing?.outcome).toBe("unknown");
    expect((await run("claim_number", { listNumbers }, "reconcile")).closing).toEqual({ outcome: "again" });
  });

  it("that Meta calls a passing fault is tried again later", async () => {
    const claimNumber = fails({ code: 2388103, title: "Migration error" });
    expect((await run("claim_number", { claimNumber })).closing).toMatchObject({
      outcome: "again",
      waitSeconds: 15,
    });
  });
});

describe("copy_templates", () => {
  const source = [{ id: "1", name: "a", language: "en", status: "APPROVED", quality: "GREEN" }];
  const listTemplates = (id: string) => Promise.resolve(id === "7101" ? source : []);

  it("halves the page after a time-out", async () => {
    const { closing } = await run("copy_templates", { listTemplates, copyTemplates: lost });
    expect(closing).toMatchObject({ outcome: "again", result: { progress: { page: 0, count: 250 } } });
  });

  it("goes on to the missing ones, by id, when the pages are through", async () => {
    const { closing } = await run("copy_templates", {
      listTemplates,
      copyTemplates: () => Promise.resolve({ migrated: ["1"], failed: {} }),
    });
    expect(closing).toMatchObject({
      outcome: "again",
      result: { progress: { retrying: true, migrated: ["1"] } },
    });
  });

  it("does not stop the move when Meta refuses", async () => {
    const { closing } = await run("copy_templates", { listTemplates, copyTemplates: fails({ code: 100 }) });
    expect(closing).toMatchObject({ outcome: "done", exceptions: [{ code: "TEMPLATES_PARTIAL" }] });
  });
});
