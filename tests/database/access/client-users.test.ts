/** An admin invites client users to act for one client; they join by themselves, and lose access at once when ended. */
import { beforeEach, expect, test } from "vitest";
import { byMail, type Claims } from "../../fixtures/database.ts";
import type { Input } from "../../fixtures/command-driver.ts";
import type { Actor } from "../../fixtures/two-tenants.ts";
import { useDriver } from "../../fixtures/own-database.ts";

const { database, tenants, driver } = await useDriver();
const request = await driver.bringTo("scheduled");

beforeEach(() => database.sql`delete from public.invitations`);

const email = "colleague@people.example";
const refused = (text: string) => expect.objectContaining({ refused: text });
const onHome = (actor: Actor | Claims, name: string, input: Input) =>
  driver.try(actor, name, { provider: tenants.own.provider, ...input });
const invite = (actor: Actor | Claims = "admin", input: Input = {}) =>
  onHome(actor, "invite_client_member", { client: tenants.own.client, email, name: "New", ...input });

async function invitation(): Promise<string> {
  const [row] = await database.sql<
    { id: string }[]
  >`select id from public.invitations where email = ${email} order by created_at desc limit 1`;
  return row?.id ?? "";
}

async function newcomer(): Promise<Claims & { sub: string }> {
  const sub = await database.createUser(email);
  await database.sql`update auth.users set email_confirmed_at = now() where id = ${sub}`;
  return { role: "authenticated", sub, email, ...byMail };
}

const requestsSeenBy = (person: Claims) =>
  database.asUser(person, async (sql) => {
    const rows = await sql<{ client: string }[]>`select client_id as client from public.migration_requests`;
    return [...new Set(rows.map(({ client }) => client))];
  });

async function memberOf({ sub }: { sub: string }) {
  const [row] = await database.sql<{ id: string; ended: boolean }[]>`
    select id, ended_at is not null as ended from public.client_members where user_id = ${sub}`;
  return row;
}

test("an invited person acts for that client alone until an admin ends it, and can return as the same person", async () => {
  const person = await newcomer();
  expect(await invite()).toEqual({ done: { id: tenants.own.provider } });
  expect(await driver.try(person, "my_access", {})).toMatchObject({
    done: { invitations: [{ role: "client", clientName: expect.any(String) as string }] },
  });
  expect(await requestsSeenBy(person)).toEqual([]);
  expect(await driver.try(person, "accept_invitation", { invitation: await invitation() })).toHaveProperty(
    "done",
  );
  expect(await requestsSeenBy(person)).toEqual([tenants.own.client]);
  const write = () => driver.try(person, "add_comment", { request, body: "Here I am", visibility: "client" });
  expect(await write()).toHaveProperty("done");
  expect(await onHome(person, "set_second_approval", { required: true })).toEqual(
    refused("404 provider_not_found"),
  );

  const member = await memberOf(person);
  expect(await onHome("admin", "end_client_member", { member: member?.id })).toHaveProperty("done");
  expect(await requestsSeenBy(person)).toEqual([]);
  expect(await write()).toEqual(refused("404 request_not_found"));
  expect(await onHome("admin", "end_client_member", { member: member?.id })).toEqual(
    refused("404 member_not_found"),
  );

  await invite();
  await driver.try(person, "accept_invitation", { invitation: await invitation() });
  expect(await memberOf(person)).toEqual({ id: member?.id, ended: false });
  await database.sql`delete from auth.users where id = ${person.sub}`;
});

test("only admins of the provider invite and end client users, and only for their own clients and people", async () => {
  const { id: own } = await ownClientMember();
  for (const actor of ["manager", "analyst"] as const) {
    expect(await invite(actor)).toEqual(refused("403 not_permitted"));
    expect(await onHome(actor, "end_client_member", { member: own })).toEqual(refused("403 not_permitted"));
  }
  for (const actor of ["client", "foreignAdmin", "endedMember", "stranger"] as const) {
    expect(await invite(actor)).toEqual(refused("404 provider_not_found"));
    expect(await onHome(actor, "end_client_member", { member: own })).toEqual(
      refused("404 provider_not_found"),
    );
  }
  expect(await invite("admin", { client: tenants.foreign.client })).toEqual(refused("404 client_not_found"));
  expect(await invite("admin", { client: null })).toEqual(refused("404 client_not_found"));
  const [foreign] = await database.sql<{ id: string }[]>`
    select id from public.client_members where client_id = ${tenants.foreign.client} and ended_at is null`;
  expect(await onHome("admin", "end_client_member", { member: foreign?.id })).toEqual(
    refused("404 member_not_found"),
  );
});

test("nobody is invited where they already are a member, and none of the provider's own people", async () => {
  const { email: there } = await ownClientMember();
  expect(await invite("admin", { email: ` ${there.toUpperCase()}` })).toEqual(refused("409 already_member"));
  expect(await invite("admin", { email: "manager@people.example" })).toEqual(refused("409 already_member"));
  for (const input of [{ email: "noor@" }, { name: " " }, { name: null }])
    expect(await invite("admin", input)).toEqual(refused("400 invalid_input"));
});

test("an address has one open invitation per provider: the latest", async () => {
  await invite();
  await onHome("admin", "invite_member", { email, name: "New", role: "analyst" });
  const read = () => database.sql`select role, client_id as client from public.invitations`;
  expect(await read()).toEqual([{ role: "analyst", client: null }]);
  await invite();
  expect(await read()).toEqual([{ role: "client", client: tenants.own.client }]);
});

test("the mail's facts name the company", async () => {
  await invite();
  expect(await driver.try("service", "engine_due_invitations", {})).toMatchObject({
    done: [{ to: email, role: "client", client: expect.any(String) as string }],
  });
});

test("no invitation mixes a staff role with a client", async () => {
  const { provider, client } = tenants.own;
  for (const [role, of] of [
    ["client", null],
    ["admin", client],
  ] as const)
    await expect(database.sql`insert into public.invitations (provider_id, client_id, email, name, role, invited_by)
      values (${provider}, ${of}, ${email}, 'N', ${role}, gen_random_uuid())`).rejects.toThrow(
      /invitations_role_check/,
    );
  await expect(database.sql`insert into public.invitations (provider_id, client_id, email, name, role, invited_by)
    values (${provider}, ${tenants.foreign.client}, ${email}, 'N', 'client', gen_random_uuid())`).rejects.toThrow(
    /foreign key/,
  );
});

async function ownClientMember() {
  const [row] = await database.sql<{ id: string; email: string }[]>`
    select id, email from public.client_members where client_id = ${tenants.own.client} and ended_at is null limit 1`;
  if (!row) throw new Error("The client of the test has nobody");
  return row;
}
