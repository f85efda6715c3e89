/** The database's half of the engine's promises: one intent, fences, budgets, and approvals that cover one attempt. */
import { expect, test } from "vitest";
import { useDriver } from "../../fixtures/own-database.ts";

const { database, driver } = await useDriver();

const open = (request: string, step: string, worker = "w") =>
  driver.try("service", "engine_open_intent", { request, step, worker, lease_seconds: 60 });
const askForCode = (request: string) =>
  driver.command("client", "authorise_step", request, { step: "request_code", detail: { method: "SMS" } });

test("of two workers only one opens the intent, and an old fence closes nothing", async () => {
  const request = await driver.bringTo("cutover");
  await askForCode(request);
  const answers = await Promise.all([open(request, "request_code", "a"), open(request, "request_code", "b")]);
  const won = answers.find((answer) => "done" in answer);
  expect(answers).toContainEqual({ refused: "409 intent_open", hint: "" });
  expect(won).toMatchObject({ done: { kind: "call", left: 4 } });
  const [intent] = await database.sql<{ id: string; fence: string }[]>`
    select id, fence from private.intents where request_id = ${request} and closed_at is null`;
  const close = (fence: number) =>
    driver.try("service", "engine_close_intent", { intent: intent?.id, fence, outcome: "done" });
  expect(await close(Number(intent?.fence) - 1)).toMatchObject({ refused: "409 fence_lost" });
  expect(await close(Number(intent?.fence))).toHaveProperty("done");
  expect(await close(Number(intent?.fence))).toMatchObject({ refused: "409 fence_lost" });
});

test("an approval covers one attempt and expires", async () => {
  const request = await driver.bringTo("cutover");
  expect(await open(request, "request_code")).toMatchObject({ refused: "409 not_authorised" });
  await askForCode(request);
  await database.sql`update public.cutover_steps set authorised_at = now() - interval '6 minutes' where request_id = ${request}`;
  expect(await open(request, "request_code")).toMatchObject({ refused: "409 not_authorised" });
  await driver.step(request, "request_code");
  expect(await open(request, "verify_code")).toMatchObject({ refused: "409 not_authorised" });
});

test("codes are requested with a pause in between, at most five in twelve hours, whatever the request", async () => {
  const request = await driver.bringTo("cutover");
  const ask = () =>
    driver.tryCommand("client", "authorise_step", request, {
      step: "request_code",
      detail: { method: "SMS" },
    });
  const twoMinutesPass = () =>
    database.sql`update private.intents set opened_at = opened_at - interval '2 minutes' where request_id = ${request}`;
  for (let time = 1; time <= 5; time += 1) {
    await driver.step(request, "request_code");
    expect(await ask()).toMatchObject({ refused: time < 5 ? "429 too_soon" : "429 budget_used" });
    await twoMinutesPass();
  }
  const hint = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]+Z$/);
  expect(await ask()).toEqual({ refused: "429 budget_used", hint });
  // An approval given before the budget was used up opens nothing either.
  await database.sql`update public.cutover_steps set authorised_at = now() where request_id = ${request} and step = 'request_code'`;
  expect(await open(request, "request_code")).toEqual({ refused: "429 budget_used", hint });
});

test("an intent whose lease ran out is unknown, and is reconciled instead of repeated", async () => {
  const request = await driver.bringTo("cutover");
  await askForCode(request);
  await open(request, "request_code");
  await database.sql`update private.intents set lease_until = now() - interval '1 second' where request_id = ${request} and closed_at is null`;
  expect(await open(request, "request_code", "other")).toMatchObject({ done: { kind: "reconcile" } });
  const [step] =
    await database.sql`select state, attempts from public.cutover_steps where request_id = ${request} and step = 'request_code'`;
  expect(step).toEqual({ state: "unknown", attempts: 1 });
});

test("a cut-over cannot be left during one of its calls or readings, and a vanished worker blocks nobody", async () => {
  const request = await driver.bringTo("cutover");
  const abort = () => driver.tryCommand("manager", "abort_cutover", request, { note: null });
  const vanish = () =>
    database.sql`update private.intents set lease_until = now() - interval '1 second' where request_id = ${request} and closed_at is null`;
  await askForCode(request);
  await open(request, "request_code");
  expect(await abort()).toMatchObject({ refused: "409 step_running" });
  await vanish();
  expect(await open(request, "request_code", "reader")).toMatchObject({ done: { kind: "reconcile" } });
  expect(await abort()).toMatchObject({ refused: "409 step_running" });
  await vanish();
  expect(await abort()).toMatchObject({ done: { status: "preparing" } });
  const left =
    await database.sql`select from private.intents where request_id = ${request} and closed_at is null`;
  expect(left).toHaveLength(0);
});

test("steps run in order, in their status, and not on hold", async () => {
  const request = await driver.bringTo("cutover");
  expect(await open(request, "register")).toMatchObject({ refused: "409 step_not_due" });
  expect(await open(request, "compare")).toMatchObject({ refused: "409 wrong_status" });
  await database.sql`update public.migration_requests set hold_reason = 'stop' where id = ${request}`;
  expect(await open(request, "request_code")).toMatchObject({ refused: "409 on_hold" });
});

test("one due request of each provider comes before the second of any", async () => {
  const requests = [await driver.bringTo("scheduled"), await driver.bringTo("scheduled")];
  for (const request of requests) await driver.command("manager", "start_cutover", request);
  const { provider, client } = driver.tenants.foreign;
  const [late] = await database.sql<{ id: string }[]>`
    insert into public.migration_requests (provider_id, client_id, reference, status, phone_number, phone_country, reason,
      old_provider_name, contact_name, contact_email)
    values (${provider}, ${client}, 'M-1', 'cutover', '+12025550188', 'US', 'price', 'O', 'C', 'c@client.example') returning id`;
  const foreign = late?.id ?? "";
  await database.sql`insert into public.cutover_steps (provider_id, client_id, request_id, step, position)
    values (${provider}, ${client}, ${foreign}, 'snapshot_before', 1)`;
  const due = async (limit: number) =>
    (
      await database.sql<
        { request_id: string }[]
      >`select request_id from public.engine_due_requests(${limit})`
    ).map((row) => row.request_id);
  expect(await due(2)).toContain(foreign);
  expect(await due(50)).toEqual(expect.arrayContaining(requests));
});
