/** What the commands refuse beyond role and status: each with its own code, and nothing half done. */
import { expect, test } from "vitest";
import { thisHour, tomorrow } from "../../fixtures/command-driver.ts";
import { useDriver } from "../../fixtures/own-database.ts";

const { database, tenants, driver } = await useDriver();

const refusal = (code: string, hint?: string) =>
  hint === undefined ? { refused: code } : { refused: code, hint };

test("a command based on an older version is refused, and the refusal names the current one", async () => {
  const request = await driver.bringTo("submitted");
  const version = await driver.version(request);
  const answer = await driver.try("manager", "accept_request", { request, version: version - 1 });
  expect(answer).toMatchObject(refusal("409 version_conflict", String(version)));
});

test("someone else's request and one that never existed get the same answer", async () => {
  const request = await driver.bringTo("submitted");
  const theirs = await driver.try("foreignAdmin", "accept_request", { request, version: 2 });
  const nobodys = await driver.try("foreignAdmin", "accept_request", {
    request: crypto.randomUUID(),
    version: 2,
  });
  expect(theirs).toEqual(nobodys);
  expect(theirs).toMatchObject(refusal("404 request_not_found", ""));
});

test("a number in a live request is refused at every provider, without revealing whose it is", async () => {
  const phone = { phoneNumber: "+12025550177" };
  const first = await driver.draft(phone);
  await driver.command("client", "submit_request", first);
  const second = await driver.draft(phone, "foreignClient", "away");
  const answer = await driver.tryCommand("foreignClient", "submit_request", second);
  expect(answer).toMatchObject({ done: { status: "draft", refused: "number_in_live_request" } });
  expect(JSON.stringify(answer)).not.toContain(first);
  const [row] =
    await database.sql`select status, (select count(*)::int from public.checks where request_id = r.id) as checks
    from public.migration_requests r where id = ${second}`;
  expect(row).toEqual({ status: "draft", checks: 0 });
});

test("when two requests for one number are submitted at once, one wins", async () => {
  const phone = { phoneNumber: "+12025550178" };
  const drafts = [await driver.draft(phone), await driver.draft(phone, "foreignClient", "away")];
  const answers = await Promise.all([
    driver.tryCommand("client", "submit_request", drafts[0] ?? ""),
    driver.tryCommand("foreignClient", "submit_request", drafts[1] ?? ""),
  ]);
  const done = answers.map((answer) => ("done" in answer ? answer.done : answer));
  expect(done).toContainEqual(expect.objectContaining({ status: "submitted" }));
  expect(done).toContainEqual(
    expect.objectContaining({ status: "draft", refused: "number_in_live_request" }),
  );
});

test("when two people send commands on one version at once, one wins", async () => {
  const request = await driver.bringTo("submitted");
  const version = await driver.version(request);
  const answers = await Promise.all([
    driver.try("manager", "accept_request", { request, version }),
    driver.try("admin", "reject_request", { request, version, reason: "duplicate" }),
  ]);
  expect(answers.filter((answer) => "done" in answer)).toHaveLength(1);
  expect(answers).toContainEqual(refusal("409 version_conflict", String(version + 1)));
});

test.each([
  ["an acknowledgement missing", { acknowledgements: ["service_by_route"] }, "400 acknowledgements_missing"],
  ["no authorised person", { authorisedName: null }, "400 authorised_person_missing"],
  ["no address of the authorised person", { authorisedEmail: null }, "400 authorised_person_missing"],
])("submitting with %s", async (_label, application, code) => {
  const request = await driver.draft(application);
  expect(await driver.tryCommand("client", "submit_request", request)).toMatchObject(refusal(code));
});

test.each([
  ["an invalid number", { phoneNumber: "12" }],
  ["an unknown reason", { reason: "whim" }],
  ["letters in an id", { sourceWabaId: "abc" }],
  ["no contact", { contactName: null }],
])("a draft with %s is refused whole", async (_label, application) => {
  await expect(driver.draft(application)).rejects.toThrow("400 invalid_input");
});

test("members cannot apply, and a provider that does not exist accepts nothing", async () => {
  const application = { phoneNumber: "+12025550179" };
  const members = await driver.try("analyst", "create_draft", { provider_slug: "home", application });
  expect(members).toMatchObject(refusal("403 members_cannot_apply"));
  const nowhere = await driver.try("client", "create_draft", { provider_slug: "nowhere", application });
  expect(nowhere).toMatchObject(refusal("404 provider_not_found"));
});

test("a date needs a route, every hard check, no hold and a window in the future", async () => {
  const request = await driver.bringTo("submitted");
  await driver.command("manager", "accept_request", request);
  const propose = (window = tomorrow()) => driver.tryCommand("manager", "schedule_request", request, window);
  expect(await propose()).toMatchObject(refusal("409 route_missing"));
  const { connection } = tenants.own;
  await driver.command("manager", "choose_route", request, {
    route: "R2",
    connection,
    destination_waba_id: "9100",
  });
  await driver.readChecks(request, ["TWO_STEP_OFF", "NAME_APPROVED"]);
  expect(await propose()).toMatchObject(refusal("409 checks_open", "NAME_APPROVED,TWO_STEP_OFF"));
  await driver.readChecks(request);
  await driver.command("manager", "hold_request", request, { reason: "holiday" });
  expect(await propose()).toMatchObject(refusal("409 on_hold"));
  await driver.command("manager", "hold_request", request, { reason: null });
  const { starts_at, ends_at } = tomorrow();
  expect(await propose({ starts_at: ends_at, ends_at: starts_at })).toMatchObject(
    refusal("400 window_invalid"),
  );
  const past = { starts_at: "2026-01-01T10:00:00Z", ends_at: "2026-01-01T12:00:00Z" };
  expect(await propose(past)).toMatchObject(refusal("400 window_invalid"));
  expect(await propose()).toHaveProperty("done");
});

test("a reading never overwrites a waiver, and only an admin waives a hard check", async () => {
  const request = await driver.bringTo("preparing");
  const waiver = { code: "TWO_STEP_OFF", reason: "seen on screen" };
  expect(await driver.tryCommand("manager", "waive_check", request, waiver)).toMatchObject(
    refusal("403 not_permitted"),
  );
  await driver.command("admin", "waive_check", request, waiver);
  await driver.readChecks(request, ["TWO_STEP_OFF"]);
  expect(await driver.tryCommand("manager", "schedule_request", request, tomorrow())).toHaveProperty("done");
});

test("a cut-over does not start before the client has confirmed, on hold, or after a check has failed meanwhile", async () => {
  const request = await driver.bringTo("preparing");
  await driver.command("manager", "schedule_request", request, thisHour());
  const start = () => driver.tryCommand("manager", "start_cutover", request);
  expect(await start()).toMatchObject(refusal("409 window_not_confirmed"));
  await driver.command("client", "confirm_window", request);
  await driver.command("manager", "hold_request", request, { reason: "wait" });
  expect(await start()).toMatchObject(refusal("409 on_hold"));
  await driver.command("manager", "hold_request", request, { reason: null });
  await driver.readChecks(request, ["TWO_STEP_OFF"]);
  expect(await start()).toMatchObject(refusal("409 checks_open", "TWO_STEP_OFF"));
});

test("another provider's connection or member cannot be slipped in, nor a soft check of ours", async () => {
  const request = await driver.bringTo("preparing");
  const foreign = { route: "R2", connection: tenants.foreign.connection, destination_waba_id: "9100" };
  expect(await driver.tryCommand("manager", "choose_route", request, foreign)).toMatchObject(
    refusal("404 connection_not_found"),
  );
  const member = { member: tenants.members.foreignAdmin };
  expect(await driver.tryCommand("manager", "assign_request", request, member)).toMatchObject(
    refusal("404 member_not_found"),
  );
  const ours = { code: "TEMPLATES_PLAN", kind: "person", evidence: "agreed" };
  expect(await driver.tryCommand("client", "confirm_check", request, ours)).toMatchObject(
    refusal("403 not_permitted"),
  );
});

test("registering requires the last four digits, and a step that is not due is not authorised", async () => {
  const request = await driver.bringTo("cutover");
  const authorise = (step: string, detail: Record<string, string>) =>
    driver.tryCommand(step === "register" ? "manager" : "client", "authorise_step", request, {
      step,
      detail,
    });
  expect(await authorise("register", { lastFour: "0000" })).toMatchObject(refusal("400 last_four_wrong"));
  expect(await authorise("register", { lastFour: await driver.lastFour(request) })).toMatchObject(
    refusal("409 step_not_due"),
  );
  expect(await authorise("verify_code", {})).toMatchObject(refusal("409 step_not_due"));
  expect(await authorise("request_code", { method: "PIGEON" })).toMatchObject(refusal("400 invalid_input"));
  expect(await authorise("claim_number", {})).toMatchObject(refusal("400 invalid_input"));
});

test("a client cannot approve registering", async () => {
  const request = await driver.bringTo("cutover");
  const go = { step: "register", detail: { lastFour: await driver.lastFour(request) } };
  expect(await driver.tryCommand("client", "authorise_step", request, go)).toMatchObject(
    refusal("403 not_permitted"),
  );
});

test("aborting is free before register, possible after Meta refused it, and impossible after it succeeded", async () => {
  const refused = await driver.bringTo("cutover");
  await driver.step(refused, "request_code");
  await driver.step(refused, "verify_code");
  await driver.step(refused, "register", "failed", { exception: { code: "REGISTER_LIMIT", owner: "meta" } });
  expect(await driver.tryCommand("manager", "abort_cutover", refused, { note: null })).toMatchObject({
    done: { status: "preparing" },
  });

  const lost = await driver.bringTo("cutover");
  await driver.step(lost, "request_code");
  await driver.step(lost, "verify_code");
  await driver.step(lost, "register", "unknown");
  expect(await driver.tryCommand("manager", "abort_cutover", lost, { note: null })).toMatchObject(
    refusal("409 outcome_unknown"),
  );
  const guess = { step: "register", happened: false };
  expect(await driver.tryCommand("admin", "resolve_outcome", lost, guess)).toMatchObject(
    refusal("409 read_decides"),
  );

  const registered = await driver.bringTo("registered");
  expect(await driver.tryCommand("admin", "abort_cutover", registered, { note: null })).toMatchObject(
    refusal("409 past_point_of_no_return"),
  );
  expect(await driver.tryCommand("admin", "cancel_request", registered)).toMatchObject(
    refusal("409 wrong_status"),
  );
});

test("nobody reports the outcome of a step before the engine has asked", async () => {
  const request = await driver.bringTo("cutover");
  await driver.step(request, "request_code", "unknown");
  const say = (step: string) =>
    driver.tryCommand("manager", "resolve_outcome", request, { step, happened: true });
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

test("completing requires every track, the proof and no open exception", async () => {
  const request = await driver.bringTo("monitoring");
  const complete = () => driver.tryCommand("manager", "complete_request", request);
  await driver.command("manager", "set_track", request, { track: "billing", state: "working" });
  expect(await complete()).toMatchObject(refusal("409 tracks_open"));
  await driver.command("manager", "set_track", request, { track: "billing", state: "done" });
  await database.sql`insert into public.request_exceptions (provider_id, client_id, request_id, code, owner)
    select provider_id, client_id, id, 'QUALITY_CHANGED', 'us' from public.migration_requests where id = ${request}`;
  expect(await complete()).toMatchObject(refusal("409 exceptions_open"));
  await driver.command("manager", "resolve_exception", request, {
    code: "QUALITY_CHANGED",
    reason: "wanted",
  });
  await database.sql`delete from public.snapshots where request_id = ${request}`;
  expect(await complete()).toMatchObject(refusal("409 proof_missing"));
});
