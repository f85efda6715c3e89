/** What people and Meta's rules can put in the way: each ends in a stated exception or result, with nothing half done. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SimulatorSeed } from "../../supabase/local/graph-simulator/seed.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { createMove, isRefusal, type Move } from "../support/move-runner.ts";
import { createOffice, fictionNumber, metaIds, moveSeed, type Office } from "../support/move-world.ts";

let database: TestDatabase;
let office: Office;
let numbers = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  office = await createOffice(database, "brightline");
});
afterAll(async () => database.drop());

type Change = Parameters<typeof moveSeed>[1];

async function moveIn(change: Change): Promise<Move> {
  const e164 = fictionNumber((numbers += 1));
  return createMove({ database, office, e164, seed: moveSeed(e164, change) });
}
const withSettings = (settings: NonNullable<SimulatorSeed["settings"]>) =>
  moveIn((seed) => (seed.settings = settings));

async function until(move: Move, step: string): Promise<void> {
  for (let now = await move.current(); now && now.step !== step; now = await move.current())
    await move.advance();
}

async function stateOf(move: Move): Promise<string> {
  const step = await move.current();
  return `${step?.step} ${step?.state}`;
}

async function retry(move: Move, step: string): Promise<void> {
  await move.command(office.manager, "retry_step", { p_step: step });
  await move.drive();
  expect((await move.row()).status).toBe("stabilising");
  expect(move.effects("register").filter((text) => text.includes("registered as"))).toHaveLength(1);
}

const wrongCode = (move: Move) => (move.inbox().at(-1)?.code === "111111" ? "222222" : "111111");

describe("at the announcement of the number", () => {
  it.each<[string, string, Change, Record<string, unknown> | null]>([
    [
      "two-step verification still on",
      "TWO_STEP_ON",
      ({ numbers: [number] }) => number && (number.is_pin_enabled = true),
      { is_pin_enabled: false },
    ],
    [
      "a name change under review",
      "NAME_NOT_APPROVED",
      ({ numbers: [number] }) => number && (number.new_name_status = "PENDING_REVIEW"),
      { new_name_status: "NONE" },
    ],
    [
      "a name not approved",
      "NAME_NOT_APPROVED",
      ({ numbers: [number] }) => number && (number.name_status = "DECLINED"),
      { name_status: "APPROVED" },
    ],
    [
      "a different business",
      "DIFFERENT_BUSINESS",
      ({ wabas }) => wabas[0] && (wabas[0].owner_portfolio_id = metaIds.otherBusiness),
      null,
    ],
    [
      "a full destination",
      "DESTINATION_NOT_APPROVED",
      ({ wabas }) => wabas[1] && (wabas[1].number_room = 0),
      null,
    ],
    [
      "no payment method",
      "NO_FUNDING",
      ({ wabas }) => wabas[1] && (wabas[1].primary_funding_id = null),
      null,
    ],
    [
      "a number in the app",
      "APP_NUMBER",
      ({ numbers: [number] }) => number && (number.is_on_biz_app = true),
      null,
    ],
  ])("%s stops the move with %s", async (_name, code, change, remedy) => {
    const move = await moveIn(change);
    await until(move, "claim_number");
    await move.work();
    expect(await stateOf(move)).toBe("claim_number failed");
    expect(await move.exceptions()).toContain(code);
    expect(await move.work()).toBe(0);
    expect(move.journal("claim_number")).toHaveLength(1);
    if (!remedy) return;
    move.simulator.simulation.changeNumber(move.e164, remedy);
    await retry(move, "claim_number");
  });

  it("a number that is here already is adopted", async () => {
    const move = await moveIn(undefined);
    await until(move, "request_code");
    const { destination_phone_number_id: id } = await move.row();
    await move.command(office.manager, "abort_cutover", { p_note: null });
    const window = { p_starts_at: new Date(), p_ends_at: new Date(Date.now() + 3_600_000) };
    await move.command(office.manager, "schedule_request", window);
    await move.command(office.client, "confirm_window", {});
    await move.command(office.manager, "start_cutover", {});
    await move.drive();
    expect((await move.row()).destination_phone_number_id).toBe(id);
    expect(move.effects("claim_number")).toHaveLength(1);
    expect((await move.row()).status).toBe("stabilising");
  });

  it("a number that is verified already needs no code", async () => {
    const move = await withSettings({ claimStartsVerified: true });
    await move.drive();
    expect((await move.row()).status).toBe("stabilising");
    const skipped = (await move.steps()).filter(({ state }) => state === "skipped").map(({ step }) => step);
    expect(skipped).toEqual(["request_code", "verify_code"]);
    expect(move.journal("request_code")).toHaveLength(0);
  });
});

describe("at the code", () => {
  it("a wrong code leaves the step open and counts", async () => {
    const move = await moveIn(undefined);
    await until(move, "verify_code");
    const { closing, left } = await move.act("verify_code", { code: wrongCode(move) });
    expect(closing).toMatchObject({ outcome: "again", result: { error: "code_wrong" } });
    expect(left).toBe(9);
    expect(await stateOf(move)).toBe("verify_code pending");
    await move.drive();
    expect((await move.row()).status).toBe("stabilising");
    expect(move.journal("request_code")).toHaveLength(1);
  });

  it("an expired code leads back to asking for another", async () => {
    const move = await moveIn(undefined);
    await until(move, "verify_code");
    move.simulator.simulation.advance(11 * 60_000);
    const { closing } = await move.act("verify_code", { code: move.inbox().at(-1)?.code ?? "" });
    expect(closing).toMatchObject({
      outcome: "again",
      result: { error: "code_expired" },
      resetTo: "request_code",
    });
    expect(await stateOf(move)).toBe("request_code pending");
    await move.drive();
    expect((await move.row()).status).toBe("stabilising");
  });

  it("codes used up close the step for twelve hours", async () => {
    const move = await withSettings({ maxWrongCodes: 1 });
    await until(move, "verify_code");
    await move.act("verify_code", { code: wrongCode(move) });
    const { closing } = await move.act("verify_code", { code: wrongCode(move) });
    expect(closing.exceptions?.[0]?.code).toBe("CODE_ATTEMPTS_USED");
    expect(await move.exceptions()).toEqual(["CODE_ATTEMPTS_USED"]);
    await move.passTime(3600);
    await expect(move.act("request_code")).rejects.toSatisfy((error) => isRefusal(error, "too_soon"));
    move.simulator.simulation.advance(13 * 3_600_000);
    await move.passTime(12 * 3600);
    await move.drive();
    expect((await move.row()).status).toBe("stabilising");
    expect(await move.exceptions()).toEqual([]);
  });

  it("the budget of requests is kept without a call, and the code that is out stays good", async () => {
    const move = await withSettings({ codeRequestQuota: 20 });
    await until(move, "verify_code");
    await expect(move.act("request_code")).rejects.toSatisfy((error) => isRefusal(error, "too_soon"));
    for (let asked = 1; asked < 5; asked += 1) {
      await move.passTime(61);
      await move.act("request_code");
    }
    await move.passTime(61);
    await expect(move.act("request_code")).rejects.toSatisfy((error) => isRefusal(error, "budget_used"));
    expect(move.journal("request_code")).toHaveLength(5);
    expect(await stateOf(move)).toBe("verify_code pending");
    await move.drive();
    expect((await move.row()).status).toBe("stabilising");
  });

  it("a phone that cannot be reached keeps the step open", async () => {
    const move = await moveIn(({ numbers: [number] }) => number && (number.reachable = false));
    await until(move, "request_code");
    await move.act("request_code");
    expect(await stateOf(move)).toBe("request_code pending");
    expect(await move.exceptions()).toEqual(["CODE_NOT_RECEIVED"]);
  });

  it("a request whose reply is lost is explained by a person, not repeated", async () => {
    const move = await moveIn(undefined);
    await until(move, "request_code");
    move.simulator.simulation.addFault({ operation: "request_code", action: { kind: "lost_after" } });
    await move.act("request_code");
    expect(await stateOf(move)).toBe("request_code unknown");
    expect(await move.exceptions()).toEqual(["OUTCOME_UNKNOWN"]);
    await move.command(office.manager, "resolve_outcome", { p_step: "request_code", p_happened: true });
    await move.drive();
    expect((await move.row()).status).toBe("stabilising");
    expect(move.journal("request_code")).toHaveLength(1);
  });

  it("a verification whose reply is lost is read, not repeated", async () => {
    const move = await moveIn(undefined);
    await until(move, "verify_code");
    move.simulator.simulation.addFault({ operation: "verify_code", action: { kind: "lost_after" } });
    const { closing } = await move.act("verify_code", { code: move.inbox().at(-1)?.code ?? "" });
    expect(closing.outcome).toBe("done");
    expect(move.journal("verify_code")).toHaveLength(1);
  });
});

describe("at register", () => {
  it("two-step verification switched on meanwhile stops the move", async () => {
    const move = await moveIn(undefined);
    await until(move, "register");
    move.simulator.simulation.changeNumber(move.e164, {
      id: metaIds.sourcePhone,
      is_pin_enabled: true,
      pin: "246810",
    });
    await move.act("register", { pin: "135790" });
    expect(await stateOf(move)).toBe("register failed");
    expect(await move.exceptions()).toEqual(["TWO_STEP_ON"]);
    move.simulator.simulation.changeNumber(move.e164, {
      id: metaIds.sourcePhone,
      is_pin_enabled: false,
      pin: null,
    });
    await retry(move, "register");
  });

  it("an expired verification leads back to the code", async () => {
    const move = await moveIn(undefined);
    await until(move, "register");
    move.simulator.simulation.advance(15 * 86_400_000);
    await move.act("register", { pin: "135790" });
    expect(await stateOf(move)).toBe("request_code pending");
    expect(await move.exceptions()).toEqual(["VERIFICATION_EXPIRED"]);
    await move.drive();
    expect((await move.row()).status).toBe("stabilising");
    expect(await move.exceptions()).toEqual([]);
  });

  it("the limit of registrations freezes the step for 72 hours", async () => {
    const move = await withSettings({ registrationLimit: 0 });
    await until(move, "register");
    await move.act("register", { pin: "135790" });
    expect(await move.exceptions()).toEqual(["REGISTER_LIMIT"]);
    await move.passTime(71 * 3600);
    await expect(move.act("register", { pin: "135790" })).rejects.toSatisfy((error) =>
      isRefusal(error, "too_soon"),
    );
    expect(move.journal("register")).toHaveLength(1);
  });

  it.each(["lost_before", "lost_after", "html", "truncated", "empty", "wrong_type", "http5xx"] as const)(
    "after a reply spoilt by %s only a reading decides",
    async (kind) => {
      const move = await moveIn(undefined);
      await until(move, "register");
      const action = kind === "html" ? ({ kind, status: 502 } as const) : { kind };
      move.simulator.simulation.addFault({ operation: "register", action });
      await move.act("register", { pin: "135790" });
      expect(move.journal("register")).toHaveLength(1);
      await move.drive();
      expect((await move.row()).status).toBe("stabilising");
      expect(move.effects("register").filter((text) => text.includes("registered as"))).toHaveLength(1);
      const happened =
        move.journal("register")[0]?.effects.some((text) => text.includes("registered as")) === true;
      expect(move.approvals.register).toBe(happened ? 1 : 2);
    },
  );
});

describe("on the way", () => {
  it("a full destination for templates is put on record and does not stop the move", async () => {
    const move = await withSettings({ templateLimitVerified: 1, automaticTemplateCopy: false });
    await move.drive();
    expect((await move.row()).status).toBe("stabilising");
    expect(await move.exceptions()).toEqual(["TEMPLATE_LIMIT"]);
    const rows =
      await database.sql`select why from public.templates where request_id = ${move.request} order by name, language`;
    expect(rows.map(({ why }) => String(why))).toEqual([
      "copied",
      "limit_reached",
      "not_approved",
      "low_quality",
    ]);
  });

  it("a rate limit is waited out as long as Meta says", async () => {
    const move = await moveIn(undefined);
    move.simulator.simulation.addFault({
      operation: "subscribe_app",
      action: { kind: "http429", minutes: 7 },
    });
    await move.work();
    expect(await stateOf(move)).toBe("subscribe_app pending");
    expect(await move.exceptions()).toEqual(["RATE_LIMIT"]);
    await move.passTime(6 * 60);
    expect(await move.work()).toBe(0);
    await move.passTime(61);
    await move.drive();
    expect(await move.exceptions()).toEqual([]);
    expect((await move.row()).status).toBe("stabilising");
  });

  it("a token that Meta refuses stops the move at once", async () => {
    const move = await moveIn(({ tokens }) => tokens[1] && (tokens[1].revoked = true));
    await move.work();
    expect(await stateOf(move)).toBe("snapshot_before failed");
    expect(await move.exceptions()).toEqual(["TOKEN_INVALID"]);
  });

  it("a source that our token may not read leaves gaps in the picture, not a stop", async () => {
    const move = await moveIn(({ tokens }) => tokens[1] && (tokens[1].readableWabaIds = []));
    await move.drive();
    expect((await move.row()).status).toBe("stabilising");
  });
});
