/** Consents are bound to what they were given for and who gave them: the second approval, the date, the route. */
import { describe, expect, test } from "vitest";
import { agreeAsItStands } from "../../fixtures/consents.ts";
import { tomorrow } from "../../fixtures/command-driver.ts";
import { useDriver } from "../../fixtures/own-database.ts";

const { database, driver } = await useDriver();

async function approver(request: string): Promise<string | null> {
  const [found] = await database.sql<{ by: string | null }[]>`
    select second_approved_by as by from public.migration_requests where id = ${request}`;
  return found?.by ?? null;
}

describe("the second person's approval covers only what was approved", () => {
  const approved = async () => {
    const request = await driver.bringTo("scheduled");
    await driver.command("admin", "approve_cutover", request);
    expect(await standing(request)).toBe(true);
    return request;
  };
  /** Whether it is in force; the history reports one that was removed. */
  async function standing(request: string): Promise<boolean> {
    const by = await approver(request);
    const [last] = await database.sql<{ void: boolean }[]>`
      select coalesce((data ->> 'approvalVoid')::boolean, false) as void from public.events
      where request_id = ${request} order by id desc limit 1`;
    expect(last?.void).toBe(by === null);
    return by !== null;
  }

  test.each<[what: string, change: (request: string) => Promise<unknown>]>([
    ["a new window", (request) => driver.command("manager", "schedule_request", request, tomorrow())],
    [
      "other ids of the old account",
      (request) => driver.command("manager", "edit_facts", request, { facts: { sourceWabaId: "9009" } }),
    ],
    [
      "ids that the client changes",
      (request) =>
        driver.command("client", "edit_facts", request, { facts: { sourcePhoneNumberId: "9008" } }),
    ],
    [
      "a waived check",
      (request) => driver.command("admin", "waive_check", request, { code: "TWO_STEP_OFF", reason: "seen" }),
    ],
  ])("%s removes it", async (_, change) => {
    const request = await approved();
    await change(request);
    expect(await standing(request)).toBe(false);
  });

  test.each<[what: string, change: (request: string) => Promise<unknown>]>([
    [
      "a comment",
      (request) => driver.command("manager", "ask_client", request, { body: "Is the phone at hand?" }),
    ],
    [
      "the account on the platform",
      (request) => driver.command("manager", "edit_facts", request, { facts: { platformAccount: "other" } }),
    ],
  ])("%s leaves it as it is", async (_, change) => {
    const request = await approved();
    await change(request);
    expect(await standing(request)).toBe(true);
  });

  test.each<[what: string, change: string]>([
    ["whose membership has ended", "ended_at = now()"],
    ["who may not approve any more", "role = 'manager'"],
  ])("it ends with the person's permission, %s", async (_, change) => {
    const request = await approved();
    const admin = database.sql`user_id = ${driver.tenants.claims.admin.sub ?? ""}`;
    await database.sql`update public.members set ${database.sql.unsafe(change)} where ${admin}`;
    expect(await standing(request)).toBe(false);
    await database.sql`update public.members set role = 'admin', ended_at = null where ${admin}`;
  });

  test("the start checks again that the person who gave it still may", async () => {
    const request = await approved();
    const { provider } = driver.tenants.own;
    const admin = driver.tenants.claims.admin.sub ?? "";
    await database.sql`update public.providers set second_approval = true where id = ${provider}`;
    const version = await driver.version(request);
    const start = () => driver.try("manager", "start_cutover", { request, version }, false);
    expect(await start()).toHaveProperty("done");
    // No command leaves this state: the trigger that removes the approval is off.
    await database.sql.begin(async (transaction) => {
      await transaction`set local session_replication_role = replica`;
      await transaction`update public.members set ended_at = now() where provider_id = ${provider} and user_id = ${admin}`;
    });
    expect(await start()).toMatchObject({ refused: "409 second_approval_missing" });
    await database.sql`update public.members set ended_at = null where provider_id = ${provider} and user_id = ${admin}`;
    await database.sql`update public.providers set second_approval = false where id = ${provider}`;
  });

  test("the history records what was approved, and the start compares it once more", async () => {
    const request = await approved();
    const [event] = await database.sql`
      select data from public.events where request_id = ${request} and kind = 'cutover.second_approve'`;
    expect(event).toMatchObject({ data: { approved: { route: "R2", waived: [] } } });
    await database.sql`update public.providers set second_approval = true where id = ${driver.tenants.own.provider}`;
    // No command leaves this state.
    await database.sql`update public.migration_requests set destination_waba_id = '90077' where id = ${request}`;
    await agreeAsItStands(database.sql, request);
    await driver.readChecks(request);
    await database.sql`update public.checks set status = 'passed' where request_id = ${request} and status = 'stale'`;
    expect(await driver.tryCommand("manager", "start_cutover", request)).toMatchObject({
      refused: "409 second_approval_missing",
    });
    await database.sql`update public.providers set second_approval = false where id = ${driver.tenants.own.provider}`;
  });
});

describe("a date and a route are bound to what they were given for", () => {
  async function given(request: string) {
    const [row] = await database.sql<
      { window: boolean; route: boolean; by: string | null; chooser: string | null }[]
    >`
      select window_confirmed_at is not null as window, route_chosen_at is not null as route,
        window_confirmed_by as by, route_chosen_by as chooser
      from public.migration_requests where id = ${request}`;
    const [last] = await database.sql<{ data: Record<string, unknown> }[]>`
      select data from public.events where request_id = ${request} order by id desc limit 1`;
    return {
      ...row,
      voids: Object.keys(last?.data ?? {})
        .filter((key) => key.endsWith("Void"))
        .sort(),
    };
  }

  test("each stores who gave it", async () => {
    const { client, manager } = driver.tenants.claims;
    expect(await given(await driver.bringTo("scheduled"))).toEqual({
      window: true,
      by: client.sub,
      route: true,
      chooser: manager.sub,
      voids: [],
    });
  });

  test("other ids void the route, and the start waits until it is chosen again", async () => {
    const request = await driver.bringTo("scheduled");
    await driver.command("client", "edit_facts", request, { facts: { sourceWabaId: "9010" } });
    expect(await given(request)).toMatchObject({ window: true, route: false, voids: ["routeVoid"] });
    await driver.readChecks(request);
    await database.sql`update public.checks set status = 'passed' where request_id = ${request} and status <> 'waived'`;
    expect(await driver.tryCommand("manager", "start_cutover", request)).toMatchObject({
      refused: "409 route_outdated",
    });
    const { connection } = driver.tenants.own;
    const same = { route: "R2", connection, destination_waba_id: "9100" };
    expect(
      await driver.tryCommand("manager", "choose_route", request, { ...same, destination_waba_id: "9101" }),
    ).toMatchObject({ refused: "409 wrong_status" });
    await driver.command("manager", "choose_route", request, same);
    expect(await given(request)).toMatchObject({ window: true, route: true });
    expect(await driver.tryCommand("manager", "start_cutover", request)).toHaveProperty("done");
  });

  test("a window that moved other than by a person's decision is no longer confirmed", async () => {
    const request = await driver.bringTo("scheduled");
    // No command leaves this state.
    await database.sql`update public.migration_requests set window_ends_at = window_ends_at + interval '1 minute' where id = ${request}`;
    expect(await driver.tryCommand("manager", "start_cutover", request)).toMatchObject({
      refused: "409 window_not_confirmed",
    });
    await driver.command("manager", "edit_facts", request, { facts: { platformAccount: "other" } });
    expect(await given(request)).toMatchObject({ window: false, by: null, voids: ["confirmationVoid"] });
  });
});

test("only an admin with the second factor that a cut-over needs decides whether one person may start alone", async () => {
  const { provider } = driver.tenants.own;
  await database.sql`update public.providers set second_factor_cutover = true where id = ${provider}`;
  const decide = (aal: string) =>
    driver.try({ ...driver.tenants.claims.admin, aal }, "set_second_approval", { provider, required: false });
  expect(await decide("aal1")).toMatchObject({ refused: "403 second_factor_missing" });
  expect(await decide("aal2")).toHaveProperty("done");
  await database.sql`update public.providers set second_factor_cutover = false where id = ${provider}`;
});
