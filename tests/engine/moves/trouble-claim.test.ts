/** Meta's rules that block adding the number: each ends in a stated exception, and a remedy lets the move continue. */
import { describe, expect, it } from "vitest";
import { retry, stateOf, until, prepareMoves } from "../../fixtures/move/move-suite.ts";
import { metaIds, type moveSeed } from "../../fixtures/move/move-fixture.ts";

const { moveIn, withSettings } = prepareMoves();
type Change = Parameters<typeof moveSeed>[1];

describe("when the number is added", () => {
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

  it("a number that is already here is adopted", async () => {
    const move = await moveIn();
    await until(move, "request_code");
    const { destination_phone_number_id: id } = await move.row();
    await move.command(move.office.manager, "abort_cutover", { p_note: null });
    const window = { p_starts_at: new Date(), p_ends_at: new Date(Date.now() + 3_600_000) };
    await move.command(move.office.manager, "schedule_request", window);
    await move.command(move.office.client, "confirm_window", {});
    await move.command(move.office.manager, "start_cutover", {});
    await move.drive();
    expect((await move.row()).destination_phone_number_id).toBe(id);
    expect(move.effects("claim_number")).toHaveLength(1);
    expect((await move.row()).status).toBe("monitoring");
  });

  it("a number that is already verified needs no code", async () => {
    const move = await withSettings({ claimStartsVerified: true });
    await move.drive();
    expect((await move.row()).status).toBe("monitoring");
    const skipped = (await move.steps()).filter(({ state }) => state === "skipped").map(({ step }) => step);
    expect(skipped).toEqual(["request_code", "verify_code"]);
    expect(move.journal("request_code")).toHaveLength(0);
  });
});
