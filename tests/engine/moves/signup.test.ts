/** Route R1: the client goes through the signup window; Portdesk believes their browser only where Meta confirms. */
import { describe, expect, it } from "vitest";
import { type Actor, commandsAs } from "../../fixtures/engine/engine-commands.ts";
import { faultsOf } from "../../fixtures/move/move-invariants.ts";
import type { Move } from "../../fixtures/move/move-runner.ts";
import { prepareMoves, stateOf, until } from "../../fixtures/move/move-suite.ts";
import { metaIds } from "../../fixtures/move/move-fixture.ts";

const { moveIn, database } = prepareMoves();

const signupMove = (change?: Parameters<typeof moveIn>[0]) => moveIn(change, { route: "R1" });

async function atTheWindow(change?: Parameters<typeof moveIn>[0]): Promise<Move> {
  const move = await signupMove(change);
  await until(move, "embedded_signup");
  return move;
}

/** What staff see about the end of a window, and what was kept of it. */
async function reported(move: Move, hint: object = {}): Promise<unknown> {
  const { closing } = await move.finishSignup(undefined, hint);
  const [row] = await database().sql<{ grants: number }[]>`
    select count(*)::int as grants from public.meta_connections where request_id = ${move.request}`;
  const { destination_phone_number_id: number } = await move.row();
  return { error: closing.result?.error, step: await stateOf(move), number, grants: row?.grants };
}

/** The window stays open for another attempt, and nothing is kept. */
const refused = (error: string) => ({ error, step: "embedded_signup pending", number: null, grants: 0 });

it("moves a number from the window to the comparison, templates before register", async () => {
  const move = await signupMove();
  await move.drive();
  expect((await move.steps()).map(({ step, state }) => `${step} ${state}`)).toEqual([
    "snapshot_before done",
    "embedded_signup done",
    "subscribe_app done",
    "copy_templates done",
    "register done",
    "confirm_connected done",
    "snapshot_after done",
    "compare done",
  ]);
  expect(await faultsOf(move)).toEqual([]);
  const [grant] = await database().sql`
    select c.name, c.app_id, c.business_id, r.destination_waba_id = s.waba as adopted, r.signup_connection_id = c.id as used
    from public.migration_requests r
    join public.meta_connections c on c.request_id = r.id and c.revoked_at is null
    cross join lateral (select result ->> 'wabaId' as waba from public.cutover_steps where request_id = r.id and step = 'embedded_signup') s
    where r.id = ${move.request}`;
  expect(grant).toMatchObject({
    app_id: metaIds.newApp,
    business_id: metaIds.business,
    adopted: true,
    used: true,
  });
});

describe("a hint is not believed", () => {
  it("when the account is not in the grant", async () => {
    const move = await atTheWindow();
    expect(await reported(move, { wabaId: metaIds.destination })).toEqual(refused("signup_not_granted"));
  });

  it("when it names the account that the number comes from", async () => {
    const move = await atTheWindow();
    expect(await reported(move, { wabaId: metaIds.source, phoneNumberId: metaIds.sourcePhone })).toEqual(
      refused("signup_not_granted"),
    );
  });

  it("when the number in the account is somebody else's", async () => {
    const move = await atTheWindow();
    const { wabaId } = await move.passWindow();
    move.simulator.simulation.seed(
      { numbers: [{ id: "7299", waba_id: wabaId, e164: "+12025550198", verified_name: "Other" }] },
      "merge",
    );
    expect(await reported(move, { phoneNumberId: "7299" })).toEqual(refused("signup_other_number"));
  });

  it("when the number is not in the account at all", async () => {
    const move = await atTheWindow();
    expect(await reported(move, { phoneNumberId: metaIds.sourcePhone })).toEqual(
      refused("signup_other_number"),
    );
  });

  it("when a permission was not granted", async () => {
    const move = await atTheWindow(
      (seed) => (seed.settings = { signupScopes: ["whatsapp_business_management"] }),
    );
    expect(await reported(move, {})).toEqual(refused("signup_scope_missing"));
  });

  it("when the number was entered but not confirmed", async () => {
    const move = await atTheWindow((seed) => (seed.settings = { signupEnd: "unverified" }));
    expect(await reported(move)).toEqual(refused("signup_number_unverified"));
    move.simulator.simulation.seed({ settings: { signupEnd: null } }, "merge");
    await move.drive();
    expect(await faultsOf(move)).toEqual([]);
  });

  it("when the code is invented, used or from another app", async () => {
    const move = await atTheWindow();
    expect(await reported(move, { code: "AQinvented0001" })).toEqual(refused("signup_refused"));
    const left = await move.passWindow();
    expect(await reported(move, { ...left, phoneNumberId: metaIds.sourcePhone })).toEqual(
      refused("signup_other_number"),
    );
    expect(await reported(move, left)).toEqual(refused("signup_refused"));
  });

  it("when the account belongs to another business than the number's", async () => {
    const move = await atTheWindow();
    const left = await move.passWindow();
    const account = move.simulator.simulation.state.wabas.find(({ id }) => id === left.wabaId);
    if (account) account.owner_portfolio_id = metaIds.otherBusiness;
    expect(await reported(move, left)).toEqual(refused("signup_other_business"));
    expect(await move.exceptions()).toEqual(["DIFFERENT_BUSINESS"]);
  });
});

describe("a token whose accounts Meta does not name", () => {
  const unnamed: Parameters<typeof moveIn>[0] = (seed) => (seed.settings = { debugTokenTargets: "left_out" });

  it("is proved by reading the account with it", async () => {
    const move = await signupMove(unnamed);
    await move.drive();
    expect((await move.row()).status).toBe("monitoring");
    expect(await faultsOf(move)).toEqual([]);
  });

  it("opens no account that it cannot read, and none but the number's", async () => {
    const move = await atTheWindow(unnamed);
    expect(await reported(move, { wabaId: metaIds.destination })).toEqual(refused("signup_not_granted"));
    expect(await reported(move, { phoneNumberId: metaIds.sourcePhone })).toEqual(
      refused("signup_other_number"),
    );
  });

  it("is refused for lack of a permission", async () => {
    const move = await atTheWindow(
      (seed) =>
        (seed.settings = { debugTokenTargets: "left_out", signupScopes: ["whatsapp_business_management"] }),
    );
    expect(await reported(move)).toEqual(refused("signup_scope_missing"));
  });
});

describe("a window that left nothing", () => {
  const end = async (move: Move) =>
    (
      await database().sql`select result from public.cutover_steps
      where request_id = ${move.request} and step = 'embedded_signup'`
    )[0]?.result as unknown;
  const report = (move: Move, person: Actor, input: object) =>
    commandsAs(database().sql, person)("report_signup", {
      p_request: move.request,
      p_screen: null,
      p_meta_code: null,
      ...input,
    });

  it("is noted for staff, decides nothing, and no longer matters once the window has done its work", async () => {
    const move = await atTheWindow();
    const { version } = await move.row();
    await report(move, move.office.client, { p_ending: "error", p_meta_code: "3441030" });
    expect(await end(move)).toEqual({ error: "signup_end_error", reported: true, metaCode: "3441030" });
    await report(move, move.office.client, { p_ending: "cancelled", p_screen: "PERMISSIONS" });
    expect(await end(move)).toEqual({ error: "signup_end_cancelled", reported: true, screen: "PERMISSIONS" });
    // The client's page still has the current version: the code lives for seconds.
    expect(await move.row()).toMatchObject({ status: "cutover", version });
    expect(await stateOf(move)).toBe("embedded_signup pending");
    await move.drive();
    const left = await end(move);
    expect(left).toMatchObject({ wabaId: expect.any(String), phoneNumberId: expect.any(String) });
    expect(left).not.toHaveProperty("error");
    expect(await faultsOf(move)).toEqual([]);
  });

  it("is reported only by its client, in known words, and only while the window is due", async () => {
    const move = await atTheWindow();
    const { client, manager } = move.office;
    await expect(report(move, manager, { p_ending: "no_number" })).rejects.toThrow("not_permitted");
    for (const wrong of [
      { p_ending: "whatever" },
      { p_ending: null },
      { p_ending: "error", p_meta_code: "Call +1 202 555 0142" },
      { p_ending: "cancelled", p_screen: "<b>" },
    ])
      await expect(report(move, client, wrong)).rejects.toThrow("invalid_input");
    await until(move, "register");
    await expect(report(move, client, { p_ending: "no_number" })).rejects.toThrow("step_not_due");
  });
});

it("an expired code is refused and the window can be opened again", async () => {
  const move = await atTheWindow();
  const left = await move.passWindow();
  move.simulator.simulation.advance(31_000);
  expect(await reported(move, left)).toEqual(refused("signup_refused"));
  await move.drive();
  expect(await faultsOf(move)).toEqual([]);
});

it("only the client may end the window, and not with words in place of ids", async () => {
  const move = await atTheWindow();
  const finish = (hint: object) => ({ p_step: "embedded_signup", p_detail: hint });
  const hint = { wabaId: "1", phoneNumberId: "2" };
  const { manager, client } = move.office;
  await expect(move.command(manager, "authorise_step", finish(hint))).rejects.toThrow("not_permitted");
  await expect(
    move.command(client, "authorise_step", finish({ wabaId: "x", phoneNumberId: "2" })),
  ).rejects.toThrow("invalid_input");
});

it("a registration that needs another proof leads back to the window", async () => {
  const move = await signupMove();
  await until(move, "register");
  move.simulator.simulation.changeNumber(move.e164, {
    code_verification_status: "EXPIRED",
    waba_id: await destination(move),
  });
  await move.runStep("register", { pin: "135790" });
  expect(await stateOf(move)).toBe("embedded_signup pending");
  await move.drive();
  expect((await move.row()).status).toBe("monitoring");
  const [row] = await database().sql`
    select count(*)::int as grants, count(t.connection_id)::int as tokens from public.meta_connections c
    left join private.connection_tokens t on t.connection_id = c.id where c.request_id = ${move.request}`;
  expect(row).toEqual({ grants: 2, tokens: 1 });
});

async function destination(move: Move): Promise<string> {
  const [row] = await database().sql<{ waba: string }[]>`
    select destination_waba_id as waba from public.migration_requests where id = ${move.request}`;
  return row?.waba ?? "";
}

it("an aborted move discards the grant before the next begins", async () => {
  const move = await signupMove();
  await until(move, "register");
  await move.command(move.office.manager, "abort_cutover", { p_note: null });
  const window = { p_starts_at: new Date(), p_ends_at: new Date(Date.now() + 3_600_000) };
  await move.command(move.office.manager, "schedule_request", window);
  await move.command(move.office.client, "confirm_window", {});
  await move.command(move.office.manager, "start_cutover", {});
  const [row] = await database().sql`
    select r.signup_connection_id, r.destination_phone_number_id, count(t.connection_id)::int as tokens
    from public.migration_requests r join public.meta_connections c on c.request_id = r.id
    left join private.connection_tokens t on t.connection_id = c.id where r.id = ${move.request} group by 1, 2`;
  expect(row).toEqual({ signup_connection_id: null, destination_phone_number_id: null, tokens: 0 });
  await move.drive();
  expect(await faultsOf(move)).toEqual([]);
});

it("does not reopen the window before the wait that Meta asked for is over", async () => {
  const move = await moveIn(undefined, { route: "R1", isTimeShared: true });
  await until(move, "embedded_signup");
  move.simulator.simulation.addFault({ operation: "list_numbers", action: { kind: "http429", minutes: 5 } });
  expect(await reported(move)).toEqual(refused("signup_interrupted"));
  expect(await move.exceptions()).toEqual(["RATE_LIMIT"]);
  await expect(move.finishSignup()).rejects.toThrow();
  expect((await move.current())?.state).toBe("pending");
  await move.passTime(301);
  await move.drive();
  expect(await faultsOf(move)).toEqual([]);
});
