/** The guided routes: steps in order, each for the people it names, and no return after the irreversible one. */
import { expect, test } from "vitest";
import { routeSteps } from "#domain/cutover/route-steps.ts";
import { isManual, type ManualStep, manualSteps, stepCatalogue } from "#domain/cutover/step-catalogue.ts";
import { type Route, routeCatalogue, routes } from "#domain/routes/route-catalogue.ts";
import { agreeAsItStands } from "../../fixtures/consents.ts";
import { type Input, windowAt } from "../../fixtures/command-driver.ts";
import { useDriver } from "../../fixtures/own-database.ts";

const { database, driver } = await useDriver();

const guided = routes.filter((route) => routeCatalogue[route].runBy === "guided");

async function choose(request: string, route: Route, more: Input = {}): Promise<void> {
  const { connection } = driver.tenants.own;
  const destination = routeCatalogue[route].needsDestination ? { destination_waba_id: "91001" } : {};
  await driver.command("manager", "choose_route", request, { route, connection, ...destination, ...more });
}

/** A request whose cut-over has begun on the route; the first snapshot is taken. */
async function started(route: Route): Promise<string> {
  const request = await driver.bringTo("preparing");
  await choose(request, route);
  await driver.readChecks(request);
  // A day that every route allows, whatever today is.
  const next = new Date();
  const agreed = Date.UTC(next.getUTCFullYear(), next.getUTCMonth() + 1, 15, 10);
  await driver.command("manager", "schedule_request", request, windowAt(agreed));
  await driver.command("client", "confirm_window", request);
  await database.sql`update public.migration_requests set window_starts_at = now(), window_ends_at = now() + interval '1 hour'
    where id = ${request}`;
  await agreeAsItStands(database.sql, request);
  await driver.command("manager", "start_cutover", request);
  await driver.step(request, "snapshot_before");
  return request;
}

async function inputOf(request: string, step: ManualStep): Promise<Input> {
  return {
    step,
    note: "seen",
    ...(stepCatalogue[step].asksDigits ? { last_four: await driver.lastFour(request) } : {}),
    ...(step === "record_ids" ? { waba_id: "91001", phone_number_id: "92001" } : {}),
  };
}

const actorOf = (step: ManualStep) => (stepCatalogue[step].doneBy === "client" ? "client" : "manager");

async function complete(request: string, step: ManualStep): Promise<void> {
  await driver.command(actorOf(step), "complete_manual_step", request, await inputOf(request, step));
}

async function facts(request: string) {
  const [row] = await database.sql<
    { status: string; action: string; subject: string; waiting: string; passed: boolean; served: boolean }[]
  >`select status, next_action as action, next_action_subject as subject, waiting_on as waiting,
      no_return_at is not null as passed, registered_at is not null as served
    from public.migration_requests where id = ${request}`;
  if (!row) throw new Error("no request");
  return row;
}

test.each(guided)("%s runs from its first step to the read-back", async (route) => {
  const request = await started(route);
  const manual = routeSteps[route].filter(isManual);
  for (const step of manual) {
    expect(await facts(request)).toMatchObject({ action: "complete_step", subject: step, served: false });
    // No other step of any route can be marked meanwhile.
    for (const other of manualSteps.filter((name) => name !== step)) {
      const answer = await driver.tryCommand(
        actorOf(other),
        "complete_manual_step",
        request,
        await inputOf(request, other),
      );
      expect(answer).toMatchObject({ refused: "409 step_not_due" });
    }
    await complete(request, step);
  }
  const [ids] = await database.sql`select destination_waba_id as waba, destination_phone_number_id as phone
    from public.migration_requests where id = ${request}`;
  expect(ids).toEqual({ waba: "91001", phone: "92001" });
  await driver.step(request, "confirm_connected");
  expect(await facts(request)).toMatchObject({ status: "monitoring", served: true });
});

test("each manual step is for the people it names", async () => {
  const wrong: string[] = [];
  for (const route of guided) {
    const request = await started(route);
    for (const step of routeSteps[route].filter(isManual)) {
      const input = await inputOf(request, step);
      const { doneBy } = stepCatalogue[step];
      for (const actor of ["client", "manager", "analyst", "siblingClient", "foreignAdmin"] as const) {
        const answer = await driver.try(
          actor,
          "complete_manual_step",
          { request, version: await driver.version(request), ...input },
          false,
        );
        const said = "refused" in answer ? answer.refused : "done";
        const insider = actor === "client" || actor === "manager";
        const may = insider && (doneBy === "either" || doneBy === (actor === "client" ? "client" : "staff"));
        const want = may
          ? "done"
          : insider || actor === "analyst"
            ? "403 not_permitted"
            : "404 request_not_found";
        if (said !== want) wrong.push(`${route} ${step} by ${actor}: ${said} instead of ${want}`);
      }
      await complete(request, step);
    }
  }
  expect(wrong).toEqual([]);
});

test.each(["R3", "R4", "R5"] as const)(
  "%s: the irreversible step requires the last four digits, and then there is no way back",
  async (route) => {
    const request = await started(route);
    const steps = routeSteps[route].filter(isManual);
    const decisive = steps.find((step) => stepCatalogue[step].irreversible);
    if (!decisive) throw new Error("no step of no return");
    for (const step of steps.slice(0, steps.indexOf(decisive))) await complete(request, step);
    for (const last_four of [null, "", "0000"]) {
      const answer = await driver.tryCommand("manager", "complete_manual_step", request, {
        step: decisive,
        note: "n",
        last_four,
      });
      expect(answer).toMatchObject({ refused: "400 last_four_wrong" });
    }
    expect(await facts(request)).toMatchObject({ passed: false, subject: decisive });
    expect(await driver.tryCommand("manager", "fail_cutover", request, { note: "n" })).toMatchObject({
      refused: "409 before_point_of_no_return",
    });
    const version = await driver.version(request);
    expect(
      await driver.try("manager", "abort_cutover", { request, version, note: null }, false),
    ).toHaveProperty("done");
    await complete(request, decisive);
    expect(await facts(request)).toMatchObject({ passed: true, served: false });
    expect(await driver.tryCommand("manager", "abort_cutover", request, { note: null })).toMatchObject({
      refused: "409 past_point_of_no_return",
    });
    expect((await driver.command("manager", "fail_cutover", request, { note: "lost" })).status).toBe(
      "failed",
    );
  },
);

test("invalid steps are refused: an empty note, invalid ids, a step that is the engine's", async () => {
  const request = await started("R3");
  const ask = async (input: Input) => driver.tryCommand("manager", "complete_manual_step", request, input);
  expect(await ask({ step: "set_migration_intent", note: " " })).toEqual({
    refused: "400 invalid_input",
    hint: "note",
  });
  expect(await ask({ step: "snapshot_before", note: "n" })).toEqual({
    refused: "400 invalid_input",
    hint: "step",
  });
  expect(await ask({ step: "record_ids", note: "n", waba_id: "a", phone_number_id: "92001" })).toEqual({
    refused: "400 invalid_input",
    hint: "ids",
  });
});

test("ids can be corrected until Meta has confirmed them", async () => {
  const request = await started("R3");
  for (const step of routeSteps.R3.filter(isManual)) await complete(request, step);
  await driver.step(request, "confirm_connected", "failed", {
    exception: { code: "NOT_REGISTERED_AFTER_MOVE", owner: "us" },
  });
  const right = { step: "record_ids", note: "typed wrongly", waba_id: "91002", phone_number_id: "92002" };
  await driver.command("manager", "complete_manual_step", request, right);
  const [row] = await database.sql`
    select destination_phone_number_id as phone, (select state from public.cutover_steps where request_id = r.id and step = 'confirm_connected') as state,
      (select count(*)::int from public.request_exceptions where request_id = r.id and resolved_at is null) as open
    from public.migration_requests r where id = ${request}`;
  expect(row).toEqual({ phone: "92002", state: "pending", open: 0 });
  await driver.step(request, "confirm_connected");
  expect(await driver.tryCommand("manager", "complete_manual_step", request, right)).toMatchObject({
    refused: "409 wrong_status",
  });
});

test("a route waives what it does not need, and another route reverses that", async () => {
  const request = await driver.bringTo("preparing");
  await driver.readChecks(request, ["TWO_STEP_OFF", "SAME_BUSINESS"]);
  const waived = async () => {
    const rows = await database.sql<{ code: string }[]>`
      select code from public.checks where request_id = ${request} and status = 'waived' and evidence_field = 'route' order by code`;
    return rows.map(({ code }) => code);
  };
  await choose(request, "R4");
  expect(await waived()).toEqual([
    "APP_SUBSCRIBED",
    "CODE_CHANNEL",
    "DESTINATION_READY",
    "SAME_BUSINESS",
    "TWO_STEP_OFF",
  ]);
  await choose(request, "R1");
  expect(await waived()).toEqual(["APP_SUBSCRIBED", "DESTINATION_READY", "SAME_BUSINESS"]);
  await choose(request, "R2");
  expect(await waived()).toEqual([]);
  const [row] =
    await database.sql`select status from public.checks where request_id = ${request} and code = 'TWO_STEP_OFF'`;
  expect(row).toEqual({ status: "pending" });
});

test("the advice and the reason for not following it are on record, for staff alone", async () => {
  const request = await driver.bringTo("preparing");
  const advice = { verdict: "refused", reasons: ["two_step_on"], recommended: "R0" };
  await choose(request, "R1", { reason: "agreed with Meta", advice });
  const [event] = await database.sql`
    select visibility, data from public.events where request_id = ${request} order by id desc limit 1`;
  expect(event).toEqual({
    visibility: "internal",
    data: { route: "R1", reason: "agreed with Meta", advice },
  });
});

test("a route must exist, R2 requires its destination, and a client's grant is nobody's connection", async () => {
  const request = await driver.bringTo("preparing");
  const { connection } = driver.tenants.own;
  const ask = (input: Input) =>
    driver.tryCommand("manager", "choose_route", request, { connection, ...input });
  expect(await ask({ route: "R6" })).toEqual({ refused: "400 invalid_input", hint: "route" });
  expect(await ask({ route: "R2" })).toEqual({ refused: "400 invalid_input", hint: "destination_waba_id" });
  expect(await ask({ route: "R1", destination_waba_id: "x" })).toEqual({
    refused: "400 invalid_input",
    hint: "destination_waba_id",
  });
  const [grant] = await database.sql<{ id: string }[]>`
    insert into public.meta_connections (provider_id, name, app_id, business_id, request_id)
    values (${driver.tenants.own.provider}, 'Signup', '7302', '7001', ${request}) returning id`;
  expect(await ask({ route: "R1", connection: grant?.id ?? "" })).toMatchObject({
    refused: "404 connection_not_found",
  });
});

test("the client states the account model, in the application and later, and staff's answer stays separate", async () => {
  const reported = async (request: string) => {
    const [row] = await driver.database.sql`
      select client_account_model as reported, route_answers as answers from public.migration_requests where id = ${request}`;
    return row;
  };
  const draft = await driver.draft({ accountModel: "old" });
  expect(await reported(draft)).toEqual({ reported: "old", answers: {} });

  const request = await driver.bringTo("preparing");
  expect(await reported(request)).toEqual({ reported: null, answers: {} });
  await driver.command("manager", "answer_route_questions", request, { answers: { accountModel: "old" } });
  await driver.command("client", "edit_facts", request, { facts: { accountModel: "new" } });
  await driver.command("client", "edit_facts", request, { facts: { sourceWabaId: "9007" } });
  expect(await reported(request)).toEqual({ reported: "new", answers: { accountModel: "old" } });
  expect(
    await driver.tryCommand("client", "edit_facts", request, { facts: { accountModel: "newer" } }),
  ).toMatchObject({
    refused: "400 invalid_input",
  });
});

test("answers are an object, kept whole, and only staff give them", async () => {
  const request = await driver.bringTo("preparing");
  const answers = { accountModel: "new", intent: "accepted" };
  await driver.command("manager", "answer_route_questions", request, { answers });
  const [row] = await database.sql`select route_answers from public.migration_requests where id = ${request}`;
  expect(row).toEqual({ route_answers: answers });
  expect(await driver.tryCommand("client", "answer_route_questions", request, { answers })).toMatchObject({
    refused: "403 not_permitted",
  });
});
