/** What can go wrong at register and during the move: nothing is done twice and nothing is left unexplained. */
import { describe, expect, it } from "vitest";
import type { GraphPort } from "#domain/graph/graph-port.ts";
import { readGap } from "#domain/monitoring/measured-gap.ts";
import { isRefusal } from "../../fixtures/move/move-runner.ts";
import { retry, stateOf, until, prepareMoves } from "../../fixtures/move/move-suite.ts";
import { metaIds } from "../../fixtures/move/move-fixture.ts";

const { database, moveIn, withSettings } = prepareMoves();

describe("at register", () => {
  it("two-step verification switched on meanwhile stops the move", async () => {
    const move = await moveIn();
    await until(move, "register");
    move.simulator.simulation.changeNumber(move.e164, {
      id: metaIds.sourcePhone,
      is_pin_enabled: true,
      pin: "246810",
    });
    await move.runStep("register", { pin: "135790" });
    expect(await stateOf(move)).toBe("register failed");
    expect(await move.exceptions()).toEqual(["TWO_STEP_ON"]);
    move.simulator.simulation.changeNumber(move.e164, {
      id: metaIds.sourcePhone,
      is_pin_enabled: false,
      pin: null,
    });
    await retry(move, "register");
  });

  it("the gap counts from the call that registered, not from an earlier one that Meta refused", async () => {
    const move = await moveIn();
    await until(move, "register");
    const lock = (facts: object) =>
      move.simulator.simulation.changeNumber(move.e164, { id: metaIds.sourcePhone, ...facts });
    lock({ is_pin_enabled: true, pin: "246810" });
    await move.runStep("register", { pin: "135790" });
    const { sql } = database();
    await sql`update public.cutover_steps set started_at = started_at - interval '2 hours', called_at = called_at - interval '2 hours'
      where request_id = ${move.request} and step = 'register'`;
    lock({ is_pin_enabled: false, pin: null });
    await retry(move, "register");
    const [register] = await sql<{ called_at: string; finished_at: string; first: boolean }[]>`
      select called_at::text, finished_at::text, started_at < now() - interval '1 hour' as first
      from public.cutover_steps where request_id = ${move.request} and step = 'register'`;
    expect(register?.first).toBe(true);
    const at = register?.finished_at ?? "";
    const probes = [{ direction: "out" as const, opened_at: at, outcome: "accepted" }];
    const gap = readGap({ registeredAt: at, register, probes, sightings: [] });
    expect(gap?.sending?.most).toBeLessThan(60);
  });

  it("a call refused because an earlier one succeeded neither shows its PIN nor starts the gap", async () => {
    const move = await moveIn();
    await until(move, "register");
    await database().sql`update public.cutover_steps set started_at = now() - interval '2 hours'
      where request_id = ${move.request} and step = 'register'`;
    const late = (graph: GraphPort): GraphPort => ({
      ...graph,
      register: async (input) => {
        await graph.register({ ...input, pin: "246810" });
        return graph.register(input);
      },
    });
    expect((await move.runStep("register", { pin: "135790" }, { graph: late })).closing.outcome).toBe("done");
    const rows = await database().sql`
      select pin_set_at, pin_shown_at, called_at = started_at as "fromTheFirst" from public.cutover_steps
      where request_id = ${move.request} and step = 'register'`;
    expect([...rows]).toEqual([{ pin_set_at: null, pin_shown_at: null, fromTheFirst: true }]);
  });

  it("an expired verification leads back to the code", async () => {
    const move = await moveIn();
    await until(move, "register");
    move.simulator.simulation.advance(15 * 86_400_000);
    await move.runStep("register", { pin: "135790" });
    expect(await stateOf(move)).toBe("request_code pending");
    expect(await move.exceptions()).toEqual(["VERIFICATION_EXPIRED"]);
    await move.drive();
    expect((await move.row()).status).toBe("monitoring");
    expect(await move.exceptions()).toEqual([]);
  });

  it("the limit of registrations blocks the step for 72 hours", async () => {
    const move = await withSettings({ registrationLimit: 0 });
    await until(move, "register");
    await move.runStep("register", { pin: "135790" });
    expect(await move.exceptions()).toEqual(["REGISTER_LIMIT"]);
    await move.passTime(71 * 3600);
    await expect(move.runStep("register", { pin: "135790" })).rejects.toSatisfy((error) =>
      isRefusal(error, "too_soon"),
    );
    expect(move.journal("register")).toHaveLength(1);
  });

  it("aborting and starting again does not lift Meta's block", async () => {
    const move = await withSettings({ registrationLimit: 0 });
    await until(move, "register");
    await move.runStep("register", { pin: "135790" });
    const { manager, client } = move.office;
    await move.command(manager, "abort_cutover", { p_note: null });
    const window = { p_starts_at: new Date(), p_ends_at: new Date(Date.now() + 3_600_000) };
    await move.command(manager, "schedule_request", window);
    await move.command(client, "confirm_window", {});
    await move.command(manager, "start_cutover", {});
    await until(move, "register");
    await expect(move.runStep("register", { pin: "135790" })).rejects.toSatisfy((error) =>
      isRefusal(error, "too_soon"),
    );
    expect(move.journal("register")).toHaveLength(1);
    move.simulator.simulation.state.settings.registrationLimit = 10;
    await move.passTime(72 * 3600 + 1);
    await move.runStep("register", { pin: "135790" });
    expect(move.journal("register")).toHaveLength(2);
  });

  it("waits for a status that lags behind a lost reply instead of calling it a failure", async () => {
    const timing = { settle: 20, recheck: 60 };
    const lag = (seed: { settings?: object }) => (seed.settings = { connectSeconds: 45 });
    const move = await moveIn(lag, { isTimeShared: true, timing });
    await until(move, "register");
    move.simulator.simulation.addFault({ operation: "register", action: { kind: "lost_after" } });
    await move.runStep("register", { pin: "135790" });
    await move.passTime(21);
    await move.work();
    expect(await stateOf(move)).toBe("register unknown");
    await move.passTime(61);
    await move.work();
    await move.drive();
    expect((await move.row()).status).toBe("monitoring");
    expect(move.journal("register")).toHaveLength(1);
    expect(move.approvals.register).toBe(1);
  });

  it.each(["lost_before", "lost_after", "html", "truncated", "empty", "wrong_type", "http5xx"] as const)(
    "after a reply broken by %s, only a reading decides",
    async (kind) => {
      const move = await moveIn();
      await until(move, "register");
      const action = kind === "html" ? ({ kind, status: 502 } as const) : { kind };
      move.simulator.simulation.addFault({ operation: "register", action });
      await move.runStep("register", { pin: "135790" });
      expect(move.journal("register")).toHaveLength(1);
      await move.drive();
      expect((await move.row()).status).toBe("monitoring");
      expect(move.effects("register").filter((text) => text.includes("registered as"))).toHaveLength(1);
      const happened =
        move.journal("register")[0]?.effects.some((text) => text.includes("registered as")) === true;
      expect(move.approvals.register).toBe(happened ? 1 : 2);
    },
  );
});

describe("during the move", () => {
  it("a full template destination is recorded and does not stop the move", async () => {
    const move = await withSettings({ templateLimitVerified: 1, automaticTemplateCopy: false });
    await move.drive();
    expect((await move.row()).status).toBe("monitoring");
    expect(await move.exceptions()).toEqual(["TEMPLATE_LIMIT"]);
    const rows = await database()
      .sql`select why from public.templates where request_id = ${move.request} order by name, language`;
    expect(rows.map(({ why }) => String(why))).toEqual([
      "copied",
      "limit_reached",
      "not_approved",
      "low_quality",
    ]);
  });

  it("a rate limit is waited out for as long as Meta says", async () => {
    const move = await moveIn();
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
    expect((await move.row()).status).toBe("monitoring");
  });

  it("a token that Meta refuses stops the move at once", async () => {
    const move = await moveIn(({ tokens }) => tokens[1] && (tokens[1].revoked = true));
    await move.work();
    expect(await stateOf(move)).toBe("snapshot_before failed");
    expect(await move.exceptions()).toEqual(["TOKEN_INVALID"]);
  });

  it("a source that our token may not read leaves gaps in the snapshot, but does not stop the move", async () => {
    const move = await moveIn(({ tokens }) => tokens[1] && (tokens[1].readableWabaIds = []));
    await move.drive();
    expect((await move.row()).status).toBe("monitoring");
  });
});
