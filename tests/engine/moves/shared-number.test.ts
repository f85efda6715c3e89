/** Route R0: the number is shared, both providers are live, and the old one is removed later. */
import { describe, expect, it } from "vitest";
import { isRefusal, type Move } from "../../fixtures/move/move-runner.ts";
import { prepareMoves, stateOf, until } from "../../fixtures/move/move-suite.ts";
import { metaIds, oldToken, send } from "../../fixtures/move/move-fixture.ts";

const { moveIn, database } = prepareMoves();

const shared = (change?: Parameters<typeof moveIn>[0]) => moveIn(change, { route: "R0", isTimeShared: true });

async function row(move: Move) {
  const [found] = await database().sql`
    select status, route, no_return_at is not null as "past", registered_at is not null as "registered",
      shared_at is not null as "shared", destination_account_kind as kind, tracks, next_action as "next", waiting_on as "waitsOn"
    from public.migration_requests where id = ${move.request}`;
  return found;
}

const serve = async (move: Move) => ({
  old: (await send(move.simulator, metaIds.sourcePhone, oldToken)) === 200,
  ours:
    (await send(move.simulator, (await move.row()).destination_phone_number_id ?? "", move.senderToken())) ===
    200,
});

const templates = async (move: Move) =>
  [
    ...(await database().sql`select name, language, outcome, why from public.templates
    where request_id = ${move.request} order by source_template_id`),
  ].map(({ name, language, outcome, why }) => `${name} ${language}: ${outcome}, ${why}`);

describe("a number under the new account model", () => {
  it("goes from the window to both live, and from there to the removal of the old provider", async () => {
    const move = await shared();
    await until(move, "register_shared");
    expect(await templates(move)).toEqual([
      "hello en: kept, created",
      "hello ru: kept, created",
      "weak en: lost, low_quality",
      "refused en: lost, not_approved",
    ]);
    expect(move.journal("migrate_templates")).toHaveLength(0);
    expect(move.journal("request_code")).toHaveLength(0);
    expect(await row(move)).toMatchObject({
      next: "register_silently",
      waitsOn: "us",
      kind: "messaging_account",
    });

    const { closing } = await move.runStep("register_shared", { pin: "135790" });
    expect(closing).toEqual({ outcome: "done", result: {} });
    await move.work();
    expect(await stateOf(move)).toBe("exchange_messages pending");
    expect(await row(move)).toMatchObject({ next: "exchange_messages", past: false, shared: false });

    await move.exchangeMessages();
    await move.work();
    expect(await row(move)).toMatchObject({
      status: "cutover",
      past: false,
      registered: false,
      shared: true,
    });
    expect(await serve(move)).toEqual({ old: true, ours: true });

    await move.drive();
    expect(await row(move)).toMatchObject({
      status: "monitoring",
      past: true,
      registered: true,
      shared: true,
    });
    expect(await serve(move)).toEqual({ old: false, ours: true });
    expect(move.simulator.simulation.state.numbers.map(({ pin }) => pin)).not.toContain("135790");
  });

  it("starts nothing until the client has agreed to share it, which nobody can do for them", async () => {
    const move = await shared();
    await until(move, "acknowledge_sharing");
    expect(await row(move)).toMatchObject({ next: "complete_step", waitsOn: "client" });
    const agree = (actor: typeof move.office.client) =>
      move.command(actor, "complete_manual_step", { p_step: "acknowledge_sharing", p_note: "Understood." });
    await expect(move.finishSignup()).rejects.toSatisfy((error) => isRefusal(error, "step_not_due"));
    await expect(agree(move.office.manager)).rejects.toSatisfy((error) => isRefusal(error, "not_permitted"));
    await agree(move.office.client);
    expect(await stateOf(move)).toBe("embedded_signup pending");
  });

  it("moves nothing and removes nobody before its digits are entered", async () => {
    const move = await shared();
    await until(move, "approve_removal");
    const approve = (p_last_four: string) =>
      move.command(move.office.manager, "complete_manual_step", {
        p_step: "approve_removal",
        p_note: "n",
        p_last_four,
      });
    await expect(approve("0000")).rejects.toSatisfy((error) => isRefusal(error, "last_four_wrong"));
    await approve(move.e164.slice(-4));
    expect(await row(move)).toMatchObject({ past: false });
    await move.command(move.office.client, "complete_manual_step", {
      p_step: "remove_old_partner",
      p_note: "done",
    });
    // Meta still shows the old provider: the client's claim removes nobody, and is requested again later.
    await move.work();
    expect(await stateOf(move)).toBe("remove_old_partner pending");
    expect(await row(move)).toMatchObject({ status: "cutover", past: false });
    expect(await serve(move)).toEqual({ old: true, ours: true });
  });

  it("can be left with the old provider while both are live", async () => {
    const move = await shared();
    await until(move, "approve_removal");
    await move.command(move.office.manager, "abort_cutover", { p_note: "The client wants to wait." });
    expect(await row(move)).toMatchObject({ status: "preparing", shared: false, past: false });
    expect((await serve(move)).old).toBe(true);
  });

  it("that a provider deregistered with the removal is registered again without a second approval", async () => {
    const move = await shared();
    await until(move, "remove_old_partner");
    await move.command(move.office.client, "complete_manual_step", {
      p_step: "remove_old_partner",
      p_note: "done",
    });
    const { simulation } = move.simulator;
    simulation.changeNumber(move.e164, { waba_id: metaIds.source, status: "DELETED" });
    const ours = simulation.state.numbers.find(({ status }) => status !== "DELETED");
    Object.assign(ours ?? {}, { status: "DISCONNECTED", is_shared: false });
    await move.work();
    expect(await stateOf(move)).toBe("register_shared pending");
    expect(await move.exceptions()).toEqual(["NOT_REGISTERED_AFTER_MOVE"]);
    await move.drive();
    expect(await row(move)).toMatchObject({ status: "monitoring", past: true });
    expect(await serve(move)).toEqual({ old: false, ours: true });
    expect(await move.exceptions()).toEqual([]);
  });

  it("whose old account cannot be read is removed on a person's confirmation", async () => {
    const move = await shared((seed) => {
      seed.settings = { signupSharesSource: false };
    });
    await until(move, "confirm_removed");
    await move.work();
    expect(await stateOf(move)).toBe("confirm_removed unknown");
    expect(await move.exceptions()).toContain("OUTCOME_UNKNOWN");
    await move.command(move.office.manager, "resolve_outcome", {
      p_step: "confirm_removed",
      p_happened: true,
    });
    expect(await row(move)).toMatchObject({ status: "monitoring", past: true });
  });
});

describe("a move that turns out to share the number", () => {
  const newModel: Parameters<typeof moveIn>[0] = ({ wabas }) => wabas[0] && (wabas[0].account_model = "new");

  async function endsAsBothLive(move: Move) {
    await until(move, "approve_removal");
    expect(await row(move)).toMatchObject({
      status: "cutover",
      route: "R0",
      kind: "messaging_account",
      past: false,
      registered: false,
      shared: true,
    });
    expect(await serve(move)).toEqual({ old: true, ours: true });
    const [pin] = await database().sql`select count(*)::int as n from public.cutover_steps
      where request_id = ${move.request} and coalesce(pin_set_at, pin_shown_at) is not null`;
    expect(pin).toEqual({ n: 0 });
  }

  it("on R1, under an id of its own, continues as R0 from the window", async () => {
    const change: typeof newModel = (seed) => {
      newModel(seed);
      seed.settings = { sharedIdStays: false };
    };
    const move = await moveIn(change, { route: "R1", isTimeShared: true });
    await until(move, "register_shared");
    expect(move.journal("register")).toHaveLength(0);
    expect((await move.steps()).map(({ step, state }) => `${step} ${state}`)).toEqual([
      "snapshot_before done",
      "acknowledge_sharing done",
      "embedded_signup done",
      "subscribe_app done",
      "create_templates done",
      "register_shared pending",
      "exchange_messages pending",
      "approve_removal pending",
      "remove_old_partner pending",
      "confirm_removed pending",
      "snapshot_after pending",
      "compare pending",
    ]);
    await endsAsBothLive(move);
  });

  it("on R1, under the old provider's id, is queried after register and continues as R0 after a message", async () => {
    const move = await moveIn(newModel, { route: "R1", isTimeShared: true });
    await until(move, "register");
    await move.runStep("register", { pin: "135790" });
    expect(await stateOf(move)).toBe("register unknown");
    expect(await move.exceptions()).toEqual(["OUTCOME_UNKNOWN"]);
    expect(await row(move)).toMatchObject({ route: "R1", past: false });
    await move.exchangeMessages();
    await move.work();
    await endsAsBothLive(move);
  });

  it("asks for the digits of a silent registration that only people call silent", async () => {
    const move = await shared();
    await until(move, "register_shared");
    const authorise = (p_detail: object) =>
      move.command(move.office.manager, "authorise_step", { p_step: "register_shared", p_detail });
    await expect(authorise({})).rejects.toSatisfy((error) => isRefusal(error, "last_four_wrong"));
    const proved = await shared((seed) => (seed.settings = { sharedIdStays: false }));
    await until(proved, "register_shared");
    await proved.command(proved.office.manager, "authorise_step", {
      p_step: "register_shared",
      p_detail: {},
    });
  });

  it("whose registration moved the number after all asks nobody to remove the old provider", async () => {
    const move = await shared();
    await until(move, "register_shared");
    for (const number of move.simulator.simulation.state.numbers) number.is_shared = false;
    const ours = move.simulator.simulation.state.numbers.at(-1);
    if (ours) ours.status = "PENDING";
    await move.runStep("register_shared", { pin: "135790" });
    await move.exchangeMessages();
    await move.drive();
    expect(await row(move)).toMatchObject({ status: "monitoring", past: true });
    expect((await move.steps()).find(({ step }) => step === "approve_removal")?.state).toBe("skipped");
    expect(await serve(move)).toEqual({ old: false, ours: true });
  });

  it("detected only at register, by a message through our account, continues from both live", async () => {
    const move = await moveIn((seed) => (seed.settings = { phoneIdChanges: false, keptIdShows: "source" }));
    await until(move, "register");
    move.simulator.simulation.addFault({ operation: "register", action: { kind: "lost_before" } });
    await move.runStep("register", { pin: "135790" });
    await move.exchangeMessages();
    await move.passTime(2000);
    await move.work();
    expect(await row(move)).toMatchObject({ route: "R0", past: false, registered: false });
    expect((await move.steps()).find(({ step }) => step === "register_shared")?.state).toBe("skipped");
  });

  it("on R0 that does not share the number stops before anything is subscribed", async () => {
    const move = await shared();
    const source = move.simulator.simulation.state.wabas.find(({ id }) => id === metaIds.source);
    if (source) source.account_model = "old";
    await until(move, "embedded_signup");
    await move.finishSignup();
    expect(await stateOf(move)).toBe("embedded_signup failed");
    expect(await move.exceptions()).toEqual(["NOT_SHARED"]);
    expect(move.journal("subscribe_app")).toHaveLength(0);
  });
});
