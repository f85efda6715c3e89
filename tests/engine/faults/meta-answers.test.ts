/** Meta's answers as seen in practice, in a whole move: their meaning does not depend on the fields beside them. */
import { describe, expect, it } from "vitest";
import type { FaultInput } from "../../../supabase/graph-simulator/faults.ts";
import { isRefusal, type Move } from "../../fixtures/move/move-runner.ts";
import { prepareMoves, stateOf, until } from "../../fixtures/move/move-suite.ts";

const { moveIn, withSettings, database } = prepareMoves();
const hour = 3600;

const fault = (move: Move, operation: string, action: FaultInput["action"], times = 1) =>
  move.simulator.simulation.addFault({ operation, times, action });

/** In whole minutes, because the database's clock keeps running meanwhile. */
async function waitOf(move: Move): Promise<number | null> {
  const [row] = await database().sql<{ minutes: number | null }[]>`
    select round(extract(epoch from max(wait_until) - now()) / 60)::int as minutes
    from public.cutover_steps where request_id = ${move.request}`;
  return row?.minutes ?? null;
}

const refusalOf = (call: Promise<unknown>) =>
  call.then(
    () => "taken",
    (error: unknown) =>
      ["too_soon", "step_not_due", "read_decides", "outcome_unknown"].find((code) =>
        isRefusal(error, code),
      ) ?? String(error),
  );

describe("register answered with an unknown subcode", () => {
  /** How the engine classifies it, and what a person may do next. */
  async function after(code: number, subcode: number | undefined) {
    const move = await moveIn(undefined, { timing: { settle: 20, recheck: 60 } });
    await until(move, "register");
    const error = { code, ...(subcode === undefined ? {} : { subcode }) };
    fault(move, "register", { kind: "error", error });
    const { closing } = await move.runStep("register", { pin: "135790" });
    return {
      outcome: closing.outcome,
      resetTo: closing.resetTo ?? null,
      state: await stateOf(move),
      exceptions: await move.exceptions(),
      wait: await waitOf(move),
      retry: await refusalOf(move.command(move.office.manager, "retry_step", { p_step: "register" })),
      again: await refusalOf(move.runStep("register", { pin: "135790" })),
      calls: move.journal("register").length,
    };
  }

  it.each([
    [131000, { outcome: "unknown", exceptions: ["META_INCIDENT"], retry: "step_not_due" }],
    [133015, { outcome: "again", exceptions: ["RECENTLY_DELETED"], wait: 5, again: "too_soon" }],
    [133016, { outcome: "again", exceptions: ["REGISTER_LIMIT"], wait: 72 * 60, again: "too_soon" }],
    [133006, { outcome: "again", exceptions: ["VERIFICATION_EXPIRED"], resetTo: "request_code" }],
    [133005, { outcome: "failed", exceptions: ["TWO_STEP_ON"], retry: "taken" }],
    [190, { outcome: "failed", exceptions: ["TOKEN_INVALID"], retry: "taken" }],
  ])("%i means the same with the subcode as without", async (code, expected) => {
    const plain = await after(code, undefined);
    expect(plain).toMatchObject(expected);
    for (const subcode of [2494055, 2388999]) expect(await after(code, subcode)).toEqual(plain);
  });
});

it("a code that Meta delays for an hour, six times, leaves one open exception at the code step", async () => {
  const move = await moveIn();
  await until(move, "request_code");
  fault(move, "request_code", { kind: "code_held_back" }, 6);
  for (let asked = 0; asked < 6; asked += 1) {
    const { closing, left } = await move.runStep("request_code");
    expect(closing).toMatchObject({
      outcome: "again",
      waitSeconds: hour,
      result: { error: "code_held_back" },
    });
    expect(left).toBe(4);
    expect(await stateOf(move)).toBe("request_code pending");
    expect(await move.exceptions()).toEqual(["CODE_NOT_RECEIVED"]);
    expect(await waitOf(move)).toBe(60);
    await move.work();
    await move.passTime(hour / 2);
    expect(await refusalOf(move.runStep("request_code"))).toBe("too_soon");
    await move.passTime(hour / 2 + 1);
  }
  const opened = await database()
    .sql`select code from public.request_exceptions where request_id = ${move.request}`;
  expect(opened).toHaveLength(1);
  expect(move.journal("claim_number")).toHaveLength(1);
  expect(move.journal("request_code")).toHaveLength(6);
  await move.drive();
  expect((await move.row()).status).toBe("monitoring");
  expect(await move.exceptions()).toEqual([]);
});

describe("register refused for a reason that only the text names", () => {
  it.each([
    [
      "TWO_STEP_ON",
      {
        code: 100,
        subcode: 2388001,
        title: "Cannot Create Certificate",
        userMessage: "Two-factor authentication must be disabled for this number at its present provider.",
      },
    ],
    [
      "APP_NUMBER",
      {
        code: 100,
        subcode: 2388001,
        title: "Cannot Create Certificate",
        userMessage: "This number is registered to an existing WhatsApp account.",
      },
    ],
    [
      "NO_FUNDING",
      { code: 100, message: "(#100) Invalid parameter", details: "The account has no valid payment method." },
    ],
  ])("%s", async (code, error) => {
    const move = await moveIn();
    await until(move, "register");
    fault(move, "register", { kind: "error", error });
    await move.runStep("register", { pin: "135790" });
    expect(await stateOf(move)).toBe("register failed");
    expect(await move.exceptions()).toEqual([code]);
  });
});

it("a PIN lock holds for its full duration, whichever field states it", async () => {
  const move = await moveIn();
  await until(move, "register");
  const userMessage = "Try again in 2 hours 30 minutes 10 seconds.";
  fault(move, "register", {
    kind: "error",
    error: { code: 133008, details: "Too many guesses.", userMessage },
  });
  const { closing } = await move.runStep("register", { pin: "135790" });
  expect(closing.waitSeconds).toBe(9010);
  await move.passTime(2 * hour);
  expect(await refusalOf(move.runStep("register", { pin: "135790" }))).toBe("too_soon");
});

it("an account in another language is read in English, and its answers are recognised", async () => {
  const move = await withSettings({ accountLanguage: "es", numberRoom: 0 });
  await move.work();
  expect(await move.exceptions()).toEqual(["DESTINATION_NOT_APPROVED"]);
  const journal = move.simulator.simulation.journal.list();
  expect(journal.length).toBeGreaterThan(3);
  expect(journal.filter(({ query }) => query["locale"] !== "en_US")).toEqual([]);
});
