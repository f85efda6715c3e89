/** When two companies ask for one number, both requests stop until staff settle it, and neither learns of the other. */
import { expect, test } from "vitest";
import { useDriver } from "../../fixtures/own-database.ts";

const { database, tenants, driver } = await useDriver();

const conflict = { code: "AUTHORISATION_CONFLICT" };
const inConflict = { refused: "409 number_in_conflict", hint: "" };
const refusedButKept = { done: { status: "draft", refused: "number_in_live_request" } };

async function phoneOf(request: string): Promise<string> {
  const [row] = await database.sql<
    { phone_number: string }[]
  >`select phone_number from public.migration_requests where id = ${request}`;
  return row?.phone_number ?? "";
}

/** A stranger of the other provider files the same number; `reported` lets the engine open the exceptions. */
async function rivalOf(request: string, reported = true): Promise<string> {
  // As if the day before: only five a day are accepted from one person.
  await database.sql`update private.number_conflicts set opened_at = opened_at - interval '25 hours'`;
  const rival = await driver.draft({ phoneNumber: await phoneOf(request) }, "foreignClient", "away");
  expect(await driver.tryCommand("foreignClient", "submit_request", rival)).toMatchObject(refusedButKept);
  if (reported) await report();
  return rival;
}

const report = () => database.sql`select public.engine_report_conflicts(100)`;
const settle = { code: "AUTHORISATION_CONFLICT", reason: "called the authorised person" };

/** Which side the open conflict waits on, and who can read it. */
async function openConflict(request: string, actor: "client" | "foreignClient" | "manager") {
  return database.asUser(
    tenants.claims[actor],
    (sql) => sql`
      select e.code, e.owner from public.request_exceptions e
      where e.request_id = ${request} and e.code = 'AUTHORISATION_CONFLICT' and e.resolved_at is null`,
  );
}

test("both stop before anybody is notified, then both sides read it, and neither learns of the other", async () => {
  const live = await driver.bringTo("scheduled");
  const rival = await rivalOf(live, false);
  expect(await driver.tryCommand("manager", "start_cutover", live)).toEqual(inConflict);
  const versions = [await driver.version(live), await driver.version(rival)];

  await report();
  expect(await openConflict(live, "client")).toMatchObject([{ ...conflict, owner: "us" }]);
  expect(await openConflict(rival, "foreignClient")).toMatchObject([{ ...conflict, owner: "us" }]);
  expect([await driver.version(live), await driver.version(rival)]).toEqual(versions);
  const reported = await database.sql`
    select actor_kind, actor_id, visibility, data from public.events where kind = 'conflict.opened' and request_id in (${live}, ${rival})`;
  expect(reported).toEqual(
    Array.from({ length: 2 }, () => ({
      actor_kind: "engine",
      actor_id: null,
      visibility: "client",
      data: { exception: "AUTHORISATION_CONFLICT" },
    })),
  );

  expect(await driver.tryCommand("manager", "start_cutover", live)).toEqual(inConflict);
  await driver.command("manager", "resolve_exception", live, settle);
  expect(await driver.tryCommand("manager", "start_cutover", live)).toHaveProperty("done");
});

test("a stranger cannot stop a move whose account was proved, or that its staff have verified before", async () => {
  const proved = await driver.bringTo("scheduled");
  await database.sql`insert into private.source_proofs (request_id, waba_id, phone_number_id)
    select id, source_waba_id, source_phone_number_id from public.migration_requests where id = ${proved}`;
  const settled = await driver.bringTo("scheduled");
  await rivalOf(settled);
  await driver.command("manager", "resolve_exception", settled, settle);
  await database.sql`delete from private.number_conflicts where live_request_id = ${settled}`;
  for (const live of [proved, settled]) {
    const rival = await rivalOf(live, false);
    expect(await driver.tryCommand("manager", "start_cutover", live, {})).toHaveProperty("done");
    await database.sql`update public.migration_requests set status = 'scheduled' where id = ${live}`;
    await report();
    expect(await openConflict(live, "manager")).toEqual([]);
    expect(await openConflict(rival, "foreignClient")).toHaveLength(1);
    const [event] = await database.sql`
      select visibility, data from public.events where request_id = ${live} and kind = 'conflict.opened' order by id desc limit 1`;
    expect(event).toEqual({ visibility: "internal", data: { stops: false } });
  }
  // The proof was for other ids than the current ones.
  await database.sql`update public.migration_requests set source_waba_id = '9000000001' where id = ${proved}`;
  await database.sql`delete from private.number_conflicts where live_request_id = ${proved}`;
  await rivalOf(proved);
  expect(await openConflict(proved, "manager")).toHaveLength(1);
});

test("the rival's draft waits for its own provider's staff, even when nothing else blocks it", async () => {
  const live = await driver.bringTo("submitted");
  const rival = await rivalOf(live);
  await driver.command("client", "cancel_request", live);
  expect(await driver.tryCommand("foreignClient", "submit_request", rival)).toEqual(inConflict);
  await driver.command("foreignAdmin", "resolve_exception", rival, settle);
  expect(await driver.tryCommand("foreignClient", "submit_request", rival)).toMatchObject({
    done: { status: "submitted" },
  });
});

test("correcting a mistyped number frees the draft at once", async () => {
  const live = await driver.bringTo("submitted");
  const rival = await rivalOf(live);
  const [row] = await database.sql<{ application: Record<string, unknown> }[]>`
    select jsonb_build_object('phoneNumber', '+12125550199', 'phoneCountry', phone_country, 'companyName', 'Away',
      'contactName', contact_name, 'contactEmail', contact_email, 'authorisedName', authorised_name, 'authorisedEmail', authorised_email,
      'oldProviderName', old_provider_name, 'reason', reason, 'acknowledgements', to_jsonb(acknowledgements)) as application
    from public.migration_requests where id = ${rival}`;
  await driver.command("foreignClient", "save_draft", rival, { application: row?.application });
  expect(await driver.tryCommand("foreignClient", "submit_request", rival)).toMatchObject({
    done: { status: "submitted" },
  });
  expect(await openConflict(live, "manager")).toHaveLength(1);
});

test("in a cut-over no call begins until the conflict is settled; the outcome of an earlier call is read", async () => {
  const live = await driver.bringTo("cutover");
  await rivalOf(live);
  await driver.command("client", "authorise_step", live, { step: "request_code", detail: { method: "SMS" } });
  const ask = { request: live, step: "request_code", worker: "w", lease_seconds: 60 };
  expect(await driver.try("service", "engine_open_intent", ask)).toEqual(inConflict);
  await database.sql`update public.cutover_steps set state = 'unknown' where request_id = ${live} and step = 'request_code'`;
  expect(await driver.try("service", "engine_open_intent", ask, false)).toMatchObject({
    done: { kind: "reconcile" },
  });
  await database.sql`update public.cutover_steps set state = 'pending' where request_id = ${live} and step = 'request_code'`;
  await driver.command("manager", "resolve_exception", live, settle);
  expect(await driver.try("service", "engine_open_intent", ask, false)).toMatchObject({
    done: { kind: "call" },
  });
});

test("a number that has moved is no longer stopped, and its owner learns nothing", async () => {
  const live = await driver.bringTo("registered");
  const rival = await driver.draft({ phoneNumber: await phoneOf(live) }, "foreignClient", "away");
  expect(await driver.tryCommand("foreignClient", "submit_request", rival)).toEqual({
    refused: "409 number_in_live_request",
    hint: "",
  });
  await report();
  expect(await openConflict(live, "manager")).toEqual([]);
  await driver.step(live, "confirm_connected");
});

test("one person stops a request once; the same company's second request stops nothing", async () => {
  const live = await driver.bringTo("submitted");
  const rival = await rivalOf(live);
  await driver.command("manager", "resolve_exception", live, settle);
  await driver.command("foreignAdmin", "resolve_exception", rival, settle);
  const refusal = { refused: "409 number_in_live_request", hint: "" };
  expect(await driver.tryCommand("foreignClient", "submit_request", rival)).toEqual(refusal);
  const own = await driver.draft({ phoneNumber: await phoneOf(live) });
  expect(await driver.tryCommand("client", "submit_request", own)).toEqual(refusal);
  await report();
  expect(await openConflict(live, "manager")).toEqual([]);
});

test("simultaneous attempts stop no more requests than consecutive ones", async () => {
  await database.sql`delete from private.number_conflicts`;
  const rivals: string[] = [];
  for (let time = 0; time < 9; time += 1) {
    const live = await driver.bringTo("submitted");
    rivals.push(await driver.draft({ phoneNumber: await phoneOf(live) }, "foreignClient", "away"));
  }
  const answers = await Promise.all(
    rivals.map((rival) => driver.tryCommand("foreignClient", "submit_request", rival)),
  );
  expect(answers.filter((answer) => "done" in answer)).toHaveLength(5);
  expect(answers.filter((answer) => "refused" in answer && answer.refused === "429 too_soon")).toHaveLength(
    4,
  );
});

test("a person who tries number after number is stopped after five in a day", async () => {
  await database.sql`delete from private.number_conflicts`;
  for (let time = 0; time < 5; time += 1) {
    const live = await driver.bringTo("submitted");
    const rival = await driver.draft({ phoneNumber: await phoneOf(live) }, "foreignClient", "away");
    expect(await driver.tryCommand("foreignClient", "submit_request", rival)).toMatchObject(refusedButKept);
  }
  const honest = await driver.draft({}, "foreignClient", "away");
  expect(await driver.tryCommand("foreignClient", "submit_request", honest)).toMatchObject({
    refused: "429 too_soon",
  });
});
