/** What can go wrong with the code: wrong, expired, used up, not received, or its outcome lost. */
import { describe, expect, it } from "vitest";
import { isRefusal, type Move } from "../../fixtures/move/move-runner.ts";
import { stateOf, until, prepareMoves } from "../../fixtures/move/move-suite.ts";

const { moveIn, withSettings } = prepareMoves();
const wrongCode = (move: Move) => (move.inbox().at(-1)?.code === "111111" ? "222222" : "111111");

describe("at the code", () => {
  it("a wrong code leaves the step open and counts", async () => {
    const move = await moveIn();
    await until(move, "verify_code");
    const { closing, left } = await move.runStep("verify_code", { code: wrongCode(move) });
    expect(closing).toMatchObject({ outcome: "again", result: { error: "code_wrong" } });
    expect(left).toBe(9);
    expect(await stateOf(move)).toBe("verify_code pending");
    await move.drive();
    expect((await move.row()).status).toBe("monitoring");
    expect(move.journal("request_code")).toHaveLength(1);
  });

  it("an expired code leads back to asking for another", async () => {
    const move = await moveIn();
    await until(move, "verify_code");
    move.simulator.simulation.advance(11 * 60_000);
    const { closing } = await move.runStep("verify_code", { code: move.inbox().at(-1)?.code ?? "" });
    expect(closing).toMatchObject({
      outcome: "again",
      result: { error: "code_expired" },
      resetTo: "request_code",
    });
    expect(await stateOf(move)).toBe("request_code pending");
    await move.drive();
    expect((await move.row()).status).toBe("monitoring");
  });

  it("used-up codes block the step for twelve hours", async () => {
    const move = await withSettings({ maxWrongCodes: 1 });
    await until(move, "verify_code");
    await move.runStep("verify_code", { code: wrongCode(move) });
    const { closing } = await move.runStep("verify_code", { code: wrongCode(move) });
    expect(closing.exceptions?.[0]?.code).toBe("CODE_ATTEMPTS_USED");
    expect(await move.exceptions()).toEqual(["CODE_ATTEMPTS_USED"]);
    await move.passTime(3600);
    await expect(move.runStep("request_code")).rejects.toSatisfy((error) => isRefusal(error, "too_soon"));
    move.simulator.simulation.advance(13 * 3_600_000);
    await move.passTime(12 * 3600);
    await move.drive();
    expect((await move.row()).status).toBe("monitoring");
    expect(await move.exceptions()).toEqual([]);
  });

  it("the request budget is enforced without a call, and the code that was sent stays valid", async () => {
    const move = await withSettings({ codeRequestQuota: 20 });
    await until(move, "verify_code");
    await expect(move.runStep("request_code")).rejects.toSatisfy((error) => isRefusal(error, "too_soon"));
    for (let asked = 1; asked < 5; asked += 1) {
      await move.passTime(61);
      await move.runStep("request_code");
    }
    await move.passTime(61);
    await expect(move.runStep("request_code")).rejects.toSatisfy((error) => isRefusal(error, "budget_used"));
    expect(move.journal("request_code")).toHaveLength(5);
    expect(await stateOf(move)).toBe("verify_code pending");
    await move.drive();
    expect((await move.row()).status).toBe("monitoring");
  });

  it("requested too often for Meta, a code is requested again after twelve hours, whoever retries", async () => {
    const move = await moveIn();
    await until(move, "request_code");
    move.simulator.simulation.addFault({
      operation: "request_code",
      action: { kind: "error", error: { code: 2494158 } },
    });
    await move.runStep("request_code");
    expect(await stateOf(move)).toBe("request_code pending");
    expect(await move.exceptions()).toEqual(["CODE_ATTEMPTS_USED"]);
    await move.passTime(11 * 3600);
    await expect(move.runStep("request_code")).rejects.toSatisfy((error) => isRefusal(error, "too_soon"));
    await move.passTime(3601);
    await move.drive();
    expect((await move.row()).status).toBe("monitoring");
  });

  it("a phone that cannot be reached keeps the step open", async () => {
    const move = await moveIn(({ numbers: [number] }) => number && (number.reachable = false));
    await until(move, "request_code");
    await move.runStep("request_code");
    expect(await stateOf(move)).toBe("request_code pending");
    expect(await move.exceptions()).toEqual(["CODE_NOT_RECEIVED"]);
  });

  it("a request with a lost reply is explained by a person, not repeated", async () => {
    const move = await moveIn();
    await until(move, "request_code");
    move.simulator.simulation.addFault({ operation: "request_code", action: { kind: "lost_after" } });
    await move.runStep("request_code");
    expect(await stateOf(move)).toBe("request_code unknown");
    expect(await move.exceptions()).toEqual(["OUTCOME_UNKNOWN"]);
    await move.command(move.office.manager, "resolve_outcome", { p_step: "request_code", p_happened: true });
    await move.drive();
    expect((await move.row()).status).toBe("monitoring");
    expect(move.journal("request_code")).toHaveLength(1);
  });

  it("a verification with a lost reply is read, not repeated", async () => {
    const move = await moveIn();
    await until(move, "verify_code");
    move.simulator.simulation.addFault({ operation: "verify_code", action: { kind: "lost_after" } });
    const { closing } = await move.runStep("verify_code", { code: move.inbox().at(-1)?.code ?? "" });
    expect(closing.outcome).toBe("done");
    expect(move.journal("verify_code")).toHaveLength(1);
  });
});
