/** Clients are mailed once, in their language, and only while it still matters. */
import { beforeEach, expect, test } from "vitest";
import { agreeAsItStands } from "../../fixtures/consents.ts";
import { tomorrow } from "../../fixtures/command-driver.ts";
import { useDriver } from "../../fixtures/own-database.ts";

const { database, driver } = await useDriver();

beforeEach(() => database.sql`update private.outbox set sent_at = now() where sent_at is null`);

type Due = { id: string; kind: string; request: string; to: string; locale: string };
async function due(request: string): Promise<Due[]> {
  const [row] = await database.sql<{ due: Due[] }[]>`select public.engine_due_client_mails() as due`;
  return (row?.due ?? []).filter((one) => one.request === request);
}
const later = () => database.sql`update private.outbox set tried_at = tried_at - interval '3 days'`;
const kinds = async (request: string) => (await due(request)).map(({ kind }) => kind);

/** As if the clock of the request's next action had run since then. */
const since = (request: string, hours: number) => database.sql`
  update public.migration_requests set clock_since = now() - make_interval(hours => ${hours}) where id = ${request}`;

test("a reminder goes to the contact, returns until it is accepted, and is then not sent again", async () => {
  const request = await driver.bringTo("preparing");
  await driver.readChecks(request, ["TWO_STEP_OFF"]);
  await since(request, 25);
  await database.sql`select public.engine_keep_clocks(100)`;
  const [mail] = await due(request);
  expect(mail).toMatchObject({ kind: "clock.reminder_1", to: "c@client.example", locale: "en" });
  expect(await due(request)).toEqual([]);
  await later();
  expect(await kinds(request)).toEqual(["clock.reminder_1"]);
  await database.sql`select public.engine_note_client_mail(${mail?.id ?? ""})`;
  await later();
  expect(await due(request)).toEqual([]);
});

test("only client users are mailed: a colleague, or the contact whom staff name once they have access", async () => {
  const request = await driver.bringTo("preparing");
  const ask = async () => {
    await database.sql`update private.outbox set sent_at = now() where sent_at is null`;
    await driver.command("manager", "ask_client", request, { body: "Which day?" });
    return (await due(request)).map(({ to }) => to);
  };
  const contactIs = async (email: string) => {
    await database.sql`update public.client_members m set email = ${email}, ended_at = now() from public.migration_requests r
      where r.id = ${request} and m.client_id = r.client_id and m.ended_at is null`;
    await driver.command("manager", "edit_facts", request, { facts: { contactEmail: email } });
  };
  await contactIs("left@client.example");
  expect(await ask()).toEqual([]);
  await database.sql`insert into public.client_members (provider_id, client_id, user_id, name, email)
    select r.provider_id, r.client_id, u.id, 'Colleague', 'colleague@client.example'
    from public.migration_requests r, (select id from auth.users where email = 'stranger@people.example') as u where r.id = ${request}`;
  expect(await ask()).toEqual(["colleague@client.example"]);
  await driver.command("manager", "edit_facts", request, {
    facts: { contactEmail: "new@client.example", contactName: "New" },
  });
  // Nobody has proved the new address until its owner signs in as a client user.
  expect(await ask()).toEqual(["colleague@client.example"]);
  await database.sql`insert into public.client_members (provider_id, client_id, user_id, name, email)
    select r.provider_id, r.client_id, ${await database.createUser("new@client.example")}, 'New', 'new@client.example'
    from public.migration_requests r where r.id = ${request}`;
  expect(await ask()).toEqual(["new@client.example"]);
  const [event] = await database.sql`
    select data from public.events where request_id = ${request} and kind = 'request.edit' order by id desc limit 1`;
  expect(event).toEqual({ data: { contact: true } });
});

test("a mail that has lost its point is not sent: the step is done, the date is confirmed, the question answered", async () => {
  const request = await driver.bringTo("preparing");
  await driver.readChecks(request, ["TWO_STEP_OFF"]);
  await since(request, 25);
  await database.sql`select public.engine_keep_clocks(100)`;
  await driver.readChecks(request);
  expect(await due(request)).toEqual([]);

  await driver.command("manager", "ask_client", request, { body: "Which day?" });
  expect(await kinds(request)).toEqual(["request.ask"]);
  await later();
  await driver.do("client", "add_comment", { request, visibility: "client", body: "Monday" });
  expect(await due(request)).toEqual([]);

  await driver.command("manager", "schedule_request", request, tomorrow());
  expect(await kinds(request)).toEqual(["request.schedule"]);
  await later();
  await driver.command("client", "confirm_window", request);
  expect(await due(request)).toEqual([]);
});

test("an approaching window is announced, with its time", async () => {
  const request = await driver.bringTo("scheduled");
  await database.sql`update public.migration_requests set window_confirmed_at = now() - interval '9 days', checks_read_at = now(),
    window_starts_at = now() + interval '23 hours', window_ends_at = now() + interval '25 hours' where id = ${request}`;
  await agreeAsItStands(database.sql, request);
  await database.sql`select public.engine_announce_windows(100)`;
  expect(await kinds(request)).toEqual(["window.day_before"]);
});

test("a mail that could not be sent in two days is reported to staff, once", async () => {
  const request = await driver.bringTo("preparing");
  await driver.command("manager", "ask_client", request, { body: "Which day?" });
  const alarms = async () => {
    await database.sql`select public.engine_report_unsent_mails(100)`;
    return database.sql`select code, subject, times from public.request_alarms where request_id = ${request}`;
  };
  expect(await due(request)).toHaveLength(1);
  expect(await alarms()).toEqual([]);
  await database.sql`update private.outbox set created_at = created_at - interval '49 hours' where request_id = ${request}`;
  const reported = [{ code: "MAIL_UNSENT", subject: "request.ask", times: 1 }];
  expect(await alarms()).toEqual(reported);
  expect(await alarms()).toEqual(reported);
  expect(await due(request)).toEqual([]);
});
