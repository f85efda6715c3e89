/** The second person's approval is bound to what was approved and to whoever gave it. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { Desk, tomorrow } from "./desk.ts";
import { createTwoTenants } from "./two-tenants.ts";

let database: TestDatabase;
let desk: Desk;

beforeAll(async () => {
  database = await createTestDatabase();
  desk = new Desk(database, await createTwoTenants(database));
});
afterAll(() => database.drop());

async function approver(request: string): Promise<string | null> {
  const [found] = await database.sql<{ by: string | null }[]>`
    select second_approved_by as by from public.migration_requests where id = ${request}`;
  return found?.by ?? null;
}

describe("the second person's approval stands for what was approved", () => {
  const approved = async () => {
    const request = await desk.bringTo("scheduled");
    await desk.act("admin", "approve_cutover", request);
    expect(await standing(request)).toBe(true);
    return request;
  };
  /** Whether it stands; one that was taken away is told of in the history. */
  async function standing(request: string): Promise<boolean> {
    const by = await approver(request);
    const [last] = await database.sql<{ void: boolean }[]>`
      select coalesce((data ->> 'approvalVoid')::boolean, false) as void from public.events
      where request_id = ${request} order by id desc limit 1`;
    expect(last?.void).toBe(by === null);
    return by !== null;
  }

  test.each<[what: string, act: (request: string) => Promise<unknown>]>([
    ["a new window", (request) => desk.act("manager", "schedule_request", request, tomorrow())],
    [
      "other ids of the old account",
      (request) => desk.act("manager", "edit_facts", request, { facts: { sourceWabaId: "9009" } }),
    ],
    [
      "ids that the client changes",
      (request) => desk.act("client", "edit_facts", request, { facts: { sourcePhoneNumberId: "9008" } }),
    ],
    [
      "a waived check",
      (request) => desk.act("admin", "waive_check", request, { code: "TWO_STEP_OFF", reason: "seen" }),
    ],
  ])("%s takes it away", async (_, act) => {
    const request = await approved();
    await act(request);
    expect(await standing(request)).toBe(false);
  });

  test.each<[what: string, act: (request: string) => Promise<unknown>]>([
    ["a comment", (request) => desk.act("manager", "ask_client", request, { body: "Is the phone at hand?" })],
    [
      "the account on the platform",
      (request) => desk.act("manager", "edit_facts", request, { facts: { platformAccount: "other" } }),
    ],
  ])("%s leaves it as it is", async (_, act) => {
    const request = await approved();
    await act(request);
    expect(await standing(request)).toBe(true);
  });

  test.each<[what: string, change: string]>([
    ["whose membership has ended", "ended_at = now()"],
    ["who may not approve any more", "role = 'manager'"],
  ])("it ends with the right of the person, %s", async (_, change) => {
    const request = await approved();
    const admin = database.sql`user_id = ${desk.tenants.claims.admin.sub ?? ""}`;
    await database.sql`update public.members set ${database.sql.unsafe(change)} where ${admin}`;
    expect(await standing(request)).toBe(false);
    await database.sql`update public.members set role = 'admin', ended_at = null where ${admin}`;
  });

  test("what was approved stands in the history, and is compared once more at the start", async () => {
    const request = await approved();
    const [event] = await database.sql`
      select data from public.events where request_id = ${request} and kind = 'cutover.second_approve'`;
    expect(event).toMatchObject({ data: { approved: { route: "R2", waived: [] } } });
    await database.sql`update public.providers set second_approval = true where id = ${desk.tenants.own.provider}`;
    // As no command leaves it.
    await database.sql`update public.migration_requests set destination_waba_id = '90077' where id = ${request}`;
    await desk.readChecks(request);
    await database.sql`update public.checks set status = 'passed' where request_id = ${request} and status = 'stale'`;
    expect(await desk.tryAct("manager", "start_cutover", request)).toMatchObject({
      refused: "409 second_approval_missing",
    });
    await database.sql`update public.providers set second_approval = false where id = ${desk.tenants.own.provider}`;
  });
});

test("who may start with one pair of eyes is decided with the second factor that a cut-over needs", async () => {
  const { provider } = desk.tenants.own;
  await database.sql`update public.providers set second_factor_cutover = true where id = ${provider}`;
  const decide = (aal: string) =>
    desk.try({ ...desk.tenants.claims.admin, aal }, "set_second_approval", { provider, required: false });
  expect(await decide("aal1")).toMatchObject({ refused: "403 second_factor_missing" });
  expect(await decide("aal2")).toHaveProperty("done");
  await database.sql`update public.providers set second_factor_cutover = false where id = ${provider}`;
});
