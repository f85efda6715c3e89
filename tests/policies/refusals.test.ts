/** What the commands refuse beyond role and status: each with its own code, nothing half done. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { Desk, thisHour, tomorrow } from "./desk.ts";
import { createTwoTenants, type TwoTenants } from "./two-tenants.ts";

let database: TestDatabase;
let tenants: TwoTenants;
let desk: Desk;

beforeAll(async () => {
  database = await createTestDatabase();
  tenants = await createTwoTenants(database);
  desk = new Desk(database, tenants);
});
afterAll(() => database.drop());

const refusal = (code: string, hint?: string) =>
  hint === undefined ? { refused: code } : { refused: code, hint };

test("a command that saw an older version is refused and names the present one", async () => {
  const request = await desk.bringTo("submitted");
  const version = await desk.version(request);
  const answer = await desk.try("manager", "accept_request", { request, version: version - 1 });
  expect(answer).toMatchObject(refusal("409 version_conflict", String(version)));
});

test("someone else's request and one that never was answer the same", async () => {
  const request = await desk.bringTo("submitted");
  const theirs = await desk.try("foreignAdmin", "accept_request", { request, version: 2 });
  const nobodys = await desk.try("foreignAdmin", "accept_request", {
    request: crypto.randomUUID(),
    version: 2,
  });
  expect(theirs).toEqual(nobodys);
  expect(theirs).toMatchObject(refusal("404 request_not_found", ""));
});

test("a number in a live request is refused at every provider, without telling whose it is", async () => {
  const phone = { phoneNumber: "+12025550177" };
  const first = await desk.draft(phone);
  await desk.act("client", "submit_request", first);
  const second = await desk.draft(phone, "foreignClient", "away");
  const answer = await desk.tryAct("foreignClient", "submit_request", second);
  expect(answer).toMatchObject({ done: { status: "draft", refused: "number_in_live_request" } });
  expect(JSON.stringify(answer)).not.toContain(first);
  const [row] =
    await database.sql`select status, (select count(*)::int from public.checks where request_id = r.id) as checks
    from public.migration_requests r where id = ${second}`;
  expect(row).toEqual({ status: "draft", checks: 0 });
});

test("of two requests for one number submitted at once, one wins", async () => {
  const phone = { phoneNumber: "+12025550178" };
  const drafts = [await desk.draft(phone), await desk.draft(phone, "foreignClient", "away")];
  const answers = await Promise.all([
    desk.tryAct("client", "submit_request", drafts[0] ?? ""),
    desk.tryAct("foreignClient", "submit_request", drafts[1] ?? ""),
  ]);
  const done = answers.map((answer) => ("done" in answer ? answer.done : answer));
  expect(done).toContainEqual(expect.objectContaining({ status: "submitted" }));
  expect(done).toContainEqual(
    expect.objectContaining({ status: "draft", refused: "number_in_live_request" }),
  );
});

test("of two people who act on one version at once, one wins", async () => {
  const request = await desk.bringTo("submitted");
  const version = await desk.version(request);
  const answers = await Promise.all([
    desk.try("manager", "accept_request", { request, version }),
    desk.try("admin", "reject_request", { request, version, reason: "duplicate" }),
  ]);
  expect(answers.filter((answer) => "done" in answer)).toHaveLength(1);
  expect(answers).toContainEqual(refusal("409 version_conflict", String(version + 1)));
});

test.each([
  ["an acknowledgement short", { acknowledgements: ["service_by_route"] }, "400 acknowledgements_missing"],
  ["nobody authorised", { authorisedName: null }, "400 authorised_person_missing"],
  ["nobody authorised to write to", { authorisedEmail: null }, "400 authorised_person_missing"],
])("submitting with %s", async (_label, application, code) => {
  const request = await desk.draft(application);
  expect(await desk.tryAct("client", "submit_request", request)).toMatchObject(refusal(code));
});

test.each([
  ["a number that is none", { phoneNumber: "12" }],
  ["an unknown reason", { reason: "whim" }],
  ["letters where Meta has digits", { sourceWabaId: "abc" }],
  ["no contact", { contactName: null }],
])("a draft with %s is refused whole", async (_label, application) => {
  await expect(desk.draft(application)).rejects.toThrow("400 invalid_input");
});

test("members cannot apply, and a provider that is not there takes nothing", async () => {
  const application = { phoneNumber: "+12025550179" };
  const members = await desk.try("analyst", "create_draft", { provider_slug: "home", application });
  expect(members).toMatchObject(refusal("403 members_cannot_apply"));
  const nowhere = await desk.try("client", "create_draft", { provider_slug: "nowhere", application });
  expect(nowhere).toMatchObject(refusal("404 provider_not_found"));
});

test("a date needs a route, every hard check, no hold and a window that lies ahead", async () => {
  const request = await desk.bringTo("submitted");
  await desk.act("manager", "accept_request", request);
  const propose = (window = tomorrow()) => desk.tryAct("manager", "schedule_request", request, window);
  expect(await propose()).toMatchObject(refusal("409 route_missing"));
  const { connection } = tenants.own;
  await desk.act("manager", "choose_route", request, {
    route: "R2",
    connection,
    destination_waba_id: "9100",
  });
  await desk.readChecks(request, ["TWO_STEP_OFF", "NAME_APPROVED"]);
  expect(await propose()).toMatchObject(refusal("409 checks_open", "NAME_APPROVED,TWO_STEP_OFF"));
  await desk.readChecks(request);
  await desk.act("manager", "hold_request", request, { reason: "holiday" });
  expect(await propose()).toMatchObject(refusal("409 on_hold"));
  await desk.act("manager", "hold_request", request, { reason: null });
  const { starts_at, ends_at } = tomorrow();
  expect(await propose({ starts_at: ends_at, ends_at: starts_at })).toMatchObject(
    refusal("400 window_invalid"),
  );
  const past = { starts_at: "2026-01-01T10:00:00Z", ends_at: "2026-01-01T12:00:00Z" };
  expect(await propose(past)).toMatchObject(refusal("400 window_invalid"));
  expect(await propose()).toHaveProperty("done");
});

test("a reading never overwrites a waiver, and only an admin waives a hard check", async () => {
  const request = await desk.bringTo("preparing");
  const waiver = { code: "TWO_STEP_OFF", reason: "seen on screen" };
  expect(await desk.tryAct("manager", "waive_check", request, waiver)).toMatchObject(
    refusal("403 not_permitted"),
  );
  await desk.act("admin", "waive_check", request, waiver);
  await desk.readChecks(request, ["TWO_STEP_OFF"]);
  expect(await desk.tryAct("manager", "schedule_request", request, tomorrow())).toHaveProperty("done");
});

test("a cut-over does not start before the client confirmed, on hold, or with a check that failed meanwhile", async () => {
  const request = await desk.bringTo("preparing");
  await desk.act("manager", "schedule_request", request, thisHour());
  const start = () => desk.tryAct("manager", "start_cutover", request);
  expect(await start()).toMatchObject(refusal("409 window_not_confirmed"));
  await desk.act("client", "confirm_window", request);
  await desk.act("manager", "hold_request", request, { reason: "wait" });
  expect(await start()).toMatchObject(refusal("409 on_hold"));
  await desk.act("manager", "hold_request", request, { reason: null });
  await desk.readChecks(request, ["TWO_STEP_OFF"]);
  expect(await start()).toMatchObject(refusal("409 checks_open", "TWO_STEP_OFF"));
});

test("another provider's connection, member or a soft check of the desk cannot be slipped in", async () => {
  const request = await desk.bringTo("preparing");
  const foreign = { route: "R2", connection: tenants.foreign.connection, destination_waba_id: "9100" };
  expect(await desk.tryAct("manager", "choose_route", request, foreign)).toMatchObject(
    refusal("404 connection_not_found"),
  );
  const member = { member: tenants.members.foreignAdmin };
  expect(await desk.tryAct("manager", "assign_request", request, member)).toMatchObject(
    refusal("404 member_not_found"),
  );
  const ours = { code: "TEMPLATES_PLAN", kind: "person", evidence: "agreed" };
  expect(await desk.tryAct("client", "confirm_check", request, ours)).toMatchObject(
    refusal("403 not_permitted"),
  );
});

test("registering wants the last four digits, and a step that is not due is not authorised", async () => {
  const request = await desk.bringTo("cutover");
  const authorise = (step: string, detail: Record<string, string>) =>
    desk.tryAct(step === "register" ? "manager" : "client", "authorise_step", request, { step, detail });
  expect(await authorise("register", { lastFour: "0000" })).toMatchObject(refusal("400 last_four_wrong"));
  expect(await authorise("register", { lastFour: await desk.lastFour(request) })).toMatchObject(
    refusal("409 step_not_due"),
  );
  expect(await authorise("verify_code", {})).toMatchObject(refusal("409 step_not_due"));
  expect(await authorise("request_code", { method: "PIGEON" })).toMatchObject(refusal("400 invalid_input"));
  expect(await authorise("claim_number", {})).toMatchObject(refusal("400 invalid_input"));
});

test("a client cannot approve registering", async () => {
  const request = await desk.bringTo("cutover");
  const go = { step: "register", detail: { lastFour: await desk.lastFour(request) } };
  expect(await desk.tryAct("client", "authorise_step", request, go)).toMatchObject(
    refusal("403 not_permitted"),
  );
});

test("aborting is free before register, open after Meta refused it, and impossible after it succeeded", async () => {
  const refused = await desk.bringTo("cutover");
  await desk.step(refused, "request_code");
  await desk.step(refused, "verify_code");
  await desk.step(refused, "register", "failed", { exception: { code: "REGISTER_LIMIT", owner: "meta" } });
  expect(await desk.tryAct("manager", "abort_cutover", refused, { note: null })).toMatchObject({
    done: { status: "preparing" },
  });

  const lost = await desk.bringTo("cutover");
  await desk.step(lost, "request_code");
  await desk.step(lost, "verify_code");
  await desk.step(lost, "register", "unknown");
  expect(await desk.tryAct("manager", "abort_cutover", lost, { note: null })).toMatchObject(
    refusal("409 outcome_unknown"),
  );
  const guess = { step: "register", happened: false };
  expect(await desk.tryAct("admin", "resolve_outcome", lost, guess)).toMatchObject(
    refusal("409 read_decides"),
  );

  const registered = await desk.bringTo("registered");
  expect(await desk.tryAct("admin", "abort_cutover", registered, { note: null })).toMatchObject(
    refusal("409 past_point_of_no_return"),
  );
  expect(await desk.tryAct("admin", "cancel_request", registered)).toMatchObject(refusal("409 wrong_status"));
});

test("nobody says what became of a step before the engine has asked", async () => {
  const request = await desk.bringTo("cutover");
  await desk.step(request, "request_code", "unknown");
  const say = (step: string) => desk.tryAct("manager", "resolve_outcome", request, { step, happened: true });
  expect(await say("request_code")).toMatchObject(refusal("409 not_by_hand"));
  const ask = (step: string) => database.sql`
    insert into public.request_exceptions (provider_id, client_id, request_id, step, code, owner)
    select provider_id, client_id, id, ${step}, 'OUTCOME_UNKNOWN', 'us' from public.migration_requests where id = ${request}`;
  await ask("claim_number");
  expect(await say("request_code")).toMatchObject(refusal("409 not_by_hand"));
  await database.sql`update public.request_exceptions set step = 'request_code' where request_id = ${request}`;
  expect(await say("request_code")).toHaveProperty("done");
  expect(await say("request_code")).toMatchObject(refusal("409 step_not_due"));
});

test("completing wants every track, the proof and no open exception", async () => {
  const request = await desk.bringTo("stabilising");
  const complete = () => desk.tryAct("manager", "complete_request", request);
  await desk.act("manager", "set_track", request, { track: "billing", state: "working" });
  expect(await complete()).toMatchObject(refusal("409 tracks_open"));
  await desk.act("manager", "set_track", request, { track: "billing", state: "done" });
  await database.sql`insert into public.request_exceptions (provider_id, client_id, request_id, code, owner)
    select provider_id, client_id, id, 'QUALITY_CHANGED', 'us' from public.migration_requests where id = ${request}`;
  expect(await complete()).toMatchObject(refusal("409 exceptions_open"));
  await desk.act("manager", "resolve_exception", request, { code: "QUALITY_CHANGED", reason: "wanted" });
  await database.sql`delete from public.snapshots where request_id = ${request}`;
  expect(await complete()).toMatchObject(refusal("409 proof_missing"));
});
