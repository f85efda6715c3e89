/** What Meta reports about a number or an account that a move still waits for triggers a reading of its checks. */
import { beforeEach, describe, expect, it } from "vitest";
import { checkOf, dueScope, readAgain, readerOf } from "../../fixtures/move/check-fixture.ts";
import type { Move } from "../../fixtures/move/move-runner.ts";
import { prepareMoves } from "../../fixtures/move/move-suite.ts";
import { metaIds } from "../../fixtures/move/move-fixture.ts";
import { digits, type WebhookEvent, webhookFixture } from "../../fixtures/webhooks/webhook-fixture.ts";

const { moveIn, database } = prepareMoves();
const { send, alarmsOf } = webhookFixture(database);

beforeEach(async () => {
  const { sql } = database();
  await sql`delete from private.readings`;
  await sql`delete from private.webhook_changes`;
  await sql`delete from private.webhook_inbox`;
  await sql`update public.migration_requests set status = 'cancelled' where status <> 'monitoring'`;
});

/** A request in preparing that was read some minutes ago. */
async function waiting(isPinEnabled: boolean): Promise<Move> {
  const move = await moveIn();
  await move.command(move.office.manager, "abort_cutover", { p_note: null });
  twoStep(move, isPinEnabled);
  await readAgain(move);
  await pass(move, "5 minutes");
  return move;
}

const pass = (move: Move, span: string) =>
  database()
    .sql`update private.readings set opened_at = opened_at - ${span}::interval, closed_at = closed_at - ${span}::interval
    where request_id = ${move.request}`;
const twoStep = (move: Move, on: boolean) =>
  move.simulator.simulation.changeNumber(move.e164, { id: metaIds.sourcePhone, is_pin_enabled: on });
const security = (move: Move, event: string, waba: string = metaIds.source): WebhookEvent => ({
  field: "security",
  value: { display_phone_number: digits(move), event },
  waba,
});
const review = (decision: string, waba: string = metaIds.destination): WebhookEvent => ({
  field: "account_review_update",
  value: { decision },
  waba,
});

describe("two-step verification", () => {
  it("switched off while a request waits for it is read at once, and raises no alarm", async () => {
    const move = await waiting(true);
    expect(await checkOf(move, "TWO_STEP_OFF")).toMatchObject({ status: "failed" });
    expect(await dueScope(move)).toBeNull();
    twoStep(move, false);
    await send(security(move, "PIN_REQUEST_SUCCESS"));
    expect(await dueScope(move)).toBe("two_step");
    expect(await readerOf(move).readings.due(1000)).toHaveLength(1);
    await readAgain(move, "two_step");
    expect(await checkOf(move, "TWO_STEP_OFF")).toMatchObject({ status: "passed" });
    expect([await dueScope(move), await alarmsOf(move)]).toEqual([null, []]);
  });

  it("switched on again is read at once", async () => {
    const move = await waiting(false);
    await send(security(move, "PIN_CHANGED"));
    expect(await dueScope(move)).toBe("two_step");
  });

  it("is not read for a mere reset request, nor for another number or account", async () => {
    const move = await waiting(true);
    await send(security(move, "PIN_RESET_REQUEST"), security(move, "PIN_REQUEST_SUCCESS", "990099"), {
      field: "security",
      value: { display_phone_number: "12025550199", event: "PIN_REQUEST_SUCCESS" },
      waba: metaIds.source,
    });
    expect(await dueScope(move)).toBeNull();
  });

  it("is read in a cut-over that has not registered yet, and raises no alarm there", async () => {
    const move = await moveIn();
    await pass(move, "5 minutes");
    expect((await move.row()).status).toBe("cutover");
    await send(
      security(move, "PIN_REQUEST_SUCCESS"),
      security(move, "PIN_RESET_REQUEST", metaIds.destination),
    );
    expect([await dueScope(move), await alarmsOf(move)]).toEqual(["two_step", []]);
  });

  it("of a number that has moved triggers no check any more", async () => {
    const move = await moveIn();
    await move.drive();
    await send(security(move, "PIN_REQUEST_SUCCESS"));
    expect(await dueScope(move)).toBeNull();
  });
});

describe("an account's review", () => {
  it.each([
    ["REJECTED", metaIds.destination],
    ["APPROVED", metaIds.source],
  ])("that ends with %s has the account %s read at once", async (decision, waba) => {
    const move = await waiting(false);
    await send(review(decision, waba));
    expect(await dueScope(move)).toBe("all");
    await readAgain(move);
    expect(await dueScope(move)).toBeNull();
  });

  it("is read even if two-step verification was reported after it", async () => {
    const move = await waiting(false);
    await send(review("REJECTED"));
    await send(security(move, "PIN_CHANGED"));
    expect(await dueScope(move)).toBe("all");
  });
});

it("a request is read for webhooks once a minute at most, and an unused trigger expires", async () => {
  const move = await waiting(false);
  await readAgain(move);
  await send(review("PENDING"));
  expect(await dueScope(move)).toBeNull();
  await pass(move, "61 seconds");
  expect(await dueScope(move)).toBe("all");
  await database().sql`update private.reading_prompts set prompted_at = prompted_at - interval '25 hours'`;
  expect(await dueScope(move)).toBeNull();
});
