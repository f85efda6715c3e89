/** Members are invited, join, change and end with immediate effect; an admin always remains. */
import { expect, test } from "vitest";
import { byMail, type Claims } from "../../fixtures/database.ts";
import type { Input } from "../../fixtures/command-driver.ts";
import type { Actor } from "../../fixtures/two-tenants.ts";
import { useDriver } from "../../fixtures/own-database.ts";

const { database, tenants, driver } = await useDriver();

const refused = (text: string) => expect.objectContaining({ refused: text });
const onHome = (actor: Actor | Claims, name: string, input: Input = {}) =>
  driver.try(actor, name, { provider: tenants.own.provider, ...input });
const invite = (email: string, role = "manager", actor: Actor | Claims = "admin") =>
  onHome(actor, "invite_member", { email, name: "New", role });

async function newcomer(email: string, confirmed = true): Promise<Claims & { sub: string }> {
  const sub = await database.createUser(email);
  if (confirmed) await database.sql`update auth.users set email_confirmed_at = now() where id = ${sub}`;
  return { role: "authenticated", sub, email, ...byMail };
}

async function invitationOf(email: string): Promise<string> {
  const [row] = await database.sql<{ id: string }[]>`
    select id from public.invitations where email = ${email} order by created_at desc limit 1`;
  return row?.id ?? "";
}

async function memberOf(person: { sub: string }) {
  const [row] = await database.sql<{ id: string; role: string; ended: boolean }[]>`
    select id, role, ended_at is not null as ended from public.members
    where user_id = ${person.sub} and provider_id = ${tenants.own.provider}`;
  return row;
}

async function join(email: string, role = "manager") {
  const person = await newcomer(email);
  await invite(email, role);
  expect(await driver.try(person, "accept_invitation", { invitation: await invitationOf(email) })).toEqual({
    done: { id: tenants.own.provider },
  });
  const member = await memberOf(person);
  return { person, member: member?.id ?? "" };
}

/** How many of the provider's members a person sees: none without a membership. */
const membersSeenBy = (person: Claims) =>
  database.asUser(person, async (sql) => (await sql`select from public.members`).count);

test("an invited person sees the invitation at the next sign-in, accepts it once, and is a member from then on", async () => {
  const person = await newcomer("kim@people.example");
  expect(await invite(" Kim@People.example ", "analyst")).toEqual({ done: { id: tenants.own.provider } });
  const invitation = await invitationOf("kim@people.example");
  expect(await driver.try(person, "my_access", {})).toMatchObject({
    done: { memberships: [], invitations: [{ id: invitation, role: "analyst" }] },
  });
  expect(await membersSeenBy(person)).toBe(0);
  expect(await driver.try(person, "accept_invitation", { invitation })).toHaveProperty("done");
  expect(await memberOf(person)).toMatchObject({ role: "analyst", ended: false });
  expect(await membersSeenBy(person)).toBeGreaterThan(3);
  expect(await driver.try(person, "my_access", {})).toMatchObject({ done: { invitations: [] } });
  expect(await driver.try(person, "accept_invitation", { invitation })).toEqual(
    refused("404 invitation_not_found"),
  );
});

test("an invitation opens nothing for another address, an unconfirmed one, or after it ends", async () => {
  await invite("lee@people.example");
  const invitation = await invitationOf("lee@people.example");
  const accept = (person: Actor | Claims) => driver.try(person, "accept_invitation", { invitation });
  const none = refused("404 invitation_not_found");
  const lee = await newcomer("lee@people.example", false);
  // What a token claims about itself does not count.
  expect(
    await accept({ ...(await newcomer("mallory@people.example")), email: "lee@people.example" }),
  ).toEqual(none);
  expect(await accept(lee)).toEqual(none);
  expect(await accept("foreignAdmin")).toEqual(none);
  await database.sql`update auth.users set email_confirmed_at = now() where id = ${lee.sub}`;
  await database.sql`update public.invitations set expires_at = now() where id = ${invitation}`;
  expect(await accept(lee)).toEqual(none);
  await invite("lee@people.example");
  expect(await invitationOf("lee@people.example")).toBe(invitation);
  expect(await onHome("admin", "withdraw_invitation", { invitation })).toHaveProperty("done");
  expect(await accept(lee)).toEqual(none);
  expect(await memberOf(lee)).toBeUndefined();
});

test("only admins of the provider invite, and nobody who is already a member", async () => {
  for (const actor of ["manager", "analyst"] as const)
    expect(await invite("noor@people.example", "manager", actor)).toEqual(refused("403 not_permitted"));
  for (const actor of ["client", "foreignAdmin", "endedMember", "stranger"] as const)
    expect(await invite("noor@people.example", "manager", actor)).toEqual(refused("404 provider_not_found"));
  expect(await invite("manager@people.example")).toEqual(refused("409 already_member"));
  expect(await invite("noor@people.example", "owner")).toEqual(refused("400 invalid_input"));
  for (const address of ["noor", "noor@", "a b@people.example", ""])
    expect(await invite(address)).toEqual(refused("400 invalid_input"));
  expect(await onHome("admin", "withdraw_invitation", { invitation: tenants.members.admin })).toEqual(
    refused("404 invitation_not_found"),
  );
});

test("a new role changes what its holder may do with the next statement", async () => {
  const { person, member } = await join("pat@people.example", "analyst");
  const request = await driver.bringTo("submitted");
  const accept = async () =>
    driver.try(person, "accept_request", { request, version: await driver.version(request) }, false);
  expect(await accept()).toEqual(refused("403 not_permitted"));
  expect(await onHome("admin", "set_member_role", { member, role: "manager" })).toHaveProperty("done");
  expect(await accept()).toHaveProperty("done");
  expect(await onHome("admin", "set_member_role", { member, role: "client" })).toEqual(
    refused("400 invalid_input"),
  );
  expect(await onHome("manager", "set_member_role", { member, role: "admin" })).toEqual(
    refused("403 not_permitted"),
  );
  expect(await onHome(person, "set_member_role", { member, role: "admin" })).toEqual(
    refused("403 not_permitted"),
  );
});

test("an ended membership gives nothing with the next statement, and its live requests become unassigned", async () => {
  const { person, member } = await join("quinn@people.example");
  const request = await driver.bringTo("preparing");
  const done = await driver.bringTo("completed");
  for (const one of [request, done])
    await database.sql`update public.migration_requests set assignee_id = ${member} where id = ${one}`;
  expect(await membersSeenBy(person)).toBeGreaterThan(0);
  expect(await onHome("admin", "end_member", { member })).toHaveProperty("done");
  expect(await membersSeenBy(person)).toBe(0);
  expect(await onHome(person, "set_second_approval", { required: true })).toEqual(
    refused("404 provider_not_found"),
  );
  const rows = await database.sql<{ id: string; assignee: string | null }[]>`
    select id, assignee_id as assignee from public.migration_requests where id in (${request}, ${done})`;
  expect(Object.fromEntries(rows.map(({ id, assignee }) => [id, assignee]))).toEqual({
    [request]: null,
    [done]: member,
  });
  expect(await onHome("admin", "end_member", { member })).toEqual(refused("404 member_not_found"));
  // A person who returns is the same member.
  await invite("quinn@people.example", "analyst");
  await driver.try(person, "accept_invitation", { invitation: await invitationOf("quinn@people.example") });
  expect(await memberOf(person)).toEqual({ id: member, role: "analyst", ended: false });
});

test("an admin's invitations end with their membership, and also with a lower role", async () => {
  for (const end of [
    (member: string) => onHome("admin", "end_member", { member }),
    (member: string) => onHome("admin", "set_member_role", { member, role: "manager" }),
  ]) {
    const { person, member } = await join(`admin-${Math.random()}@people.example`, "admin");
    const email = `private-${Math.random()}@people.example`;
    await invite(email, "admin", person);
    const back = await newcomer(email);
    expect(await end(member)).toHaveProperty("done");
    expect(await driver.try(back, "accept_invitation", { invitation: await invitationOf(email) })).toEqual(
      refused("404 invitation_not_found"),
    );
  }
});

test("where the cut-over requires the second factor, nobody without one can bypass it by inviting somebody", async () => {
  const { provider, client } = tenants.own;
  await database.sql`update public.providers set second_factor_cutover = true where id = ${provider}`;
  const shadow = { provider, client, email: "shadow@people.example", name: "S" };
  expect(await driver.try("admin", "invite_client_member", shadow)).toEqual(
    refused("403 second_factor_missing"),
  );
  expect(await invite("shadow@people.example")).toEqual(refused("403 second_factor_missing"));
  const strong = { ...tenants.claims.admin, aal: "aal2" };
  expect(await driver.try(strong, "invite_client_member", shadow)).toHaveProperty("done");
  await database.sql`update public.providers set second_factor_cutover = false where id = ${provider}`;
});

test("at most two hundred people are mailed in a day, whether or not their invitations were withdrawn", async () => {
  const { provider } = tenants.own;
  await database.sql`
    insert into public.invitations (provider_id, email, name, role, invited_by, tried_at, withdrawn_at)
    select ${provider}, 'many-' || n || '@people.example', 'M', 'analyst', gen_random_uuid(), now() - interval '20 hours', now()
    from generate_series(1, 199) as n`;
  expect(await invite("one-of-many@people.example")).toHaveProperty("done");
  await database.sql`update public.invitations set tried_at = now() where email = 'one-of-many@people.example'`;
  expect(await invite("too-many@people.example")).toEqual(refused("429 too_soon"));
  await database.sql`delete from public.invitations where email like 'many-%' or email like '%-many@%'`;
});

test("nobody changes their own membership or another provider's", async () => {
  const { admin, foreignAdmin } = tenants.members;
  for (const change of [
    ["end_member", {}],
    ["set_member_role", { role: "analyst" }],
  ] as const) {
    expect(await onHome("admin", change[0], { member: admin, ...change[1] })).toEqual(
      refused("409 own_membership"),
    );
    expect(await onHome("admin", change[0], { member: foreignAdmin, ...change[1] })).toEqual(
      refused("404 member_not_found"),
    );
  }
});

test("when two admins end each other at once, one remains", async () => {
  const { person: other, member } = await join("robin@people.example", "admin");
  for (let round = 0; round < 5; round += 1) {
    const answers = await Promise.all([
      onHome("admin", "end_member", { member }),
      onHome(other, "end_member", { member: tenants.members.admin }),
    ]);
    expect(answers.filter((answer) => "done" in answer)).toHaveLength(1);
    const [row] = await database.sql<{ admins: number }[]>`
      select count(*)::int as admins from public.members
      where provider_id = ${tenants.own.provider} and role = 'admin' and ended_at is null`;
    expect(row?.admins).toBe(1);
    await database.sql`update public.members set ended_at = null where id in (${member}, ${tenants.members.admin})`;
  }
});

/** Lets minutes pass for all invitations of one address. */
const wait = (email: string, minutes: number) => database.sql`
  update public.invitations set tried_at = tried_at - make_interval(mins => ${minutes}) where email = ${email}`;

async function due(): Promise<string[]> {
  const { done } = (await driver.try("service", "engine_due_invitations", {})) as { done: { to: string }[] };
  return done.map(({ to }) => to);
}

test("an invitation whose mail was not accepted waits longer each time, behind those not yet tried", async () => {
  await due();
  const failing = "bounce@people.example";
  await invite(failing);
  expect(await due()).toEqual([failing]);
  expect(await due()).toEqual([]);
  await wait(failing, 9);
  expect(await due()).toEqual([]);
  await wait(failing, 2);
  await database.sql`
    insert into public.invitations (provider_id, email, name, role, invited_by)
    select ${tenants.own.provider}, 'many-' || n || '@people.example', 'M', 'analyst', gen_random_uuid() from generate_series(1, 20) as n`;
  expect(await due()).not.toContain(failing);
  expect(await due()).toEqual([failing]);
  await wait(failing, 19);
  expect(await due()).toEqual([]);
  await wait(failing, 2);
  expect(await due()).toEqual([failing]);
  await database.sql`delete from public.invitations where email like 'many-%'`;
});

test("nobody is mailed twice within ten minutes, whether an invitation is renewed or withdrawn and sent again", async () => {
  const email = "often@people.example";
  await invite(email);
  expect(await invite(email)).toHaveProperty("done");
  expect(await due()).toEqual([email]);
  const invitation = await invitationOf(email);
  await driver.try("service", "engine_note_mailed_invitation", { invitation });
  expect(await invite(email)).toEqual(refused("429 too_soon"));
  expect(await onHome("admin", "withdraw_invitation", { invitation })).toHaveProperty("done");
  expect(await invite(email)).toEqual(refused("429 too_soon"));
  await wait(email, 11);
  expect(await invite(email)).toHaveProperty("done");
  expect(await due()).toEqual([email]);
});

test("at most fifty invitations are open at a time; one of them can still be renewed", async () => {
  await database.sql`delete from public.invitations where provider_id = ${tenants.own.provider}`;
  await database.sql`
    insert into public.invitations (provider_id, email, name, role, invited_by)
    select ${tenants.own.provider}, 'open-' || n || '@people.example', 'O', 'analyst', gen_random_uuid() from generate_series(1, 50) as n`;
  expect(await invite("one-more@people.example")).toEqual({
    refused: "409 too_many_invitations",
    hint: "50",
  });
  expect(await invite("open-7@people.example")).toHaveProperty("done");
  await database.sql`update public.invitations set expires_at = now() where email = 'open-8@people.example'`;
  expect(await invite("one-more@people.example")).toHaveProperty("done");
});
