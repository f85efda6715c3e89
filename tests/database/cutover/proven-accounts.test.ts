/** A person who proves an address has its account to themselves, whatever somebody put on it before. */
import { randomUUID } from "node:crypto";
import { describe, expect, it, test } from "vitest";
import { byMail, type Claims } from "../../fixtures/database.ts";
import { useDriver } from "../../fixtures/own-database.ts";

const { database, driver } = await useDriver();

/** An account as Auth makes it, with a password, a session and an identity of another service. */
async function account(email: string, confirmed: Date | null): Promise<string> {
  const id = randomUUID();
  const { sql } = database;
  await sql`insert into auth.users (id, aud, role, email, encrypted_password, email_confirmed_at)
    values (${id}, 'authenticated', 'authenticated', ${email}, 'a-hash', ${confirmed})`;
  await sql`insert into auth.sessions (id, user_id) values (${randomUUID()}, ${id})`;
  for (const provider of ["email", "elsewhere"])
    await sql`insert into auth.identities (id, provider, provider_id, user_id, identity_data)
      values (${randomUUID()}, ${provider}, ${`${provider} ${id}`}, ${id}, '{}')`;
  return id;
}

const standing = async (id: string) => {
  const [row] = await database.sql`
    select encrypted_password as password, (select count(*)::int from auth.sessions where user_id = u.id) as sessions,
      array(select provider::text from auth.identities where user_id = u.id order by provider) as identities
    from auth.users u where id = ${id}`;
  return row;
};
const whole = { password: "a-hash", sessions: 1, identities: ["elsewhere", "email"] };

describe("an address that nobody has proved", () => {
  it("has no password, and none can be set", async () => {
    const id = await account("unproved@people.example", null);
    expect(await standing(id)).toMatchObject({ password: null });
    await database.sql`update auth.users set encrypted_password = 'mine' where id = ${id}`;
    expect(await standing(id)).toMatchObject({ password: null });
  });

  it("keeps nothing that was on its account before its owner proves it", async () => {
    const id = await account("hijacked@people.example", null);
    await database.sql`update auth.users set email_confirmed_at = now(), encrypted_password = 'theirs' where id = ${id}`;
    expect(await standing(id)).toEqual({ password: null, sessions: 0, identities: ["email"] });
  });
});

test("a proved account keeps what it has, and a password that its owner sets later", async () => {
  const id = await account("proved@people.example", new Date());
  expect(await standing(id)).toEqual(whole);
  await database.sql`update auth.users set email_confirmed_at = now() where id = ${id}`;
  expect(await standing(id)).toEqual(whole);
  await database.sql`update auth.users set encrypted_password = 'new' where id = ${id}`;
  expect(await standing(id)).toEqual({ ...whole, password: "new" });
});

describe("an invitation", () => {
  const invited = async (email: string, more: Partial<Claims>) => {
    const sub = await account(email, new Date());
    const { provider } = driver.tenants.own;
    await driver.try("admin", "invite_member", { provider, email, name: "New", role: "admin" });
    const [row] = await database.sql<
      { id: string }[]
    >`select id from public.invitations where email = ${email}`;
    const person: Claims = { role: "authenticated", sub, email, ...more };
    return driver.try(person, "accept_invitation", { invitation: row?.id ?? "" });
  };

  it.each<[string, Partial<Claims>]>([
    ["a password", { amr: [{ method: "password" }] }],
    ["an unknown method", {}],
    ["a second factor alone", { amr: [{ method: "totp" }] }],
  ])("is not accepted in a session begun by %s", async (name, more) => {
    const email = `${name.replaceAll(" ", "-")}@people.example`;
    expect(await invited(email, more)).toMatchObject({ refused: "403 mailed_code_needed" });
  });

  it("is accepted in a session begun by a mailed code", async () => {
    expect(await invited("by-code@people.example", byMail)).toHaveProperty("done");
  });
});
