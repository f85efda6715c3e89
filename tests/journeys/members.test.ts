/** Colleagues at a provider and a client are invited by mail, join with a code, and are locked out while signed in. */
import { afterAll, beforeAll, expect, it } from "vitest";
import * as z from "zod";
import { type Person, signInAs, signInByCode } from "../fixtures/person.ts";
import { startStack, type TestStack } from "../fixtures/stack.ts";

let stack: TestStack;
let admin: Person;
let provider: string;

beforeAll(async () => {
  stack = await startStack();
  admin = await signInAs(stack, "admin@brightline.example");
  const { data } = await admin.client.from("providers").select("id").single();
  provider = z.object({ id: z.string() }).parse(data).id;
});
afterAll(() => stack.remove());

const access = z.object({
  memberships: z.array(z.object({ memberId: z.string(), role: z.string() })),
  invitations: z.array(z.object({ id: z.string() })),
});
const accessOf = async ({ client }: Person) => access.parse((await client.rpc("my_access")).data);
const requestsSeenBy = async ({ client }: Person) =>
  (await client.from("migration_requests").select("id", { count: "exact", head: true })).count;

async function mailsTo(address: string): Promise<string[]> {
  const mails = z
    .array(z.object({ to: z.string(), subject: z.string() }))
    .parse(await (await fetch(`${stack.mail}/mails`)).json());
  return mails.filter(({ to }) => to === address).map(({ subject }) => subject);
}

/** Signs the invited person in with the code and accepts. */
async function accept(email: string): Promise<Person> {
  await expect
    .poll(() => mailsTo(email), { timeout: 20_000 })
    .toContainEqual(expect.stringContaining("invites you"));
  const person = await signInByCode(stack, email);
  expect(await requestsSeenBy(person)).toBe(0);
  const { invitations } = await accessOf(person);
  const accepted = await person.command("accept_invitation", { invitation: invitations[0]?.id });
  expect(accepted).toEqual({ status: 200, body: { id: provider } });
  return person;
}

it("works from the invitation to the end of the membership", async () => {
  const email = "sasha@people.example";
  const invited = await admin.command("invite_member", { provider, email, name: "Sasha", role: "manager" });
  expect(invited).toEqual({ status: 200, body: { id: provider } });
  const sasha = await accept(email);
  expect(await requestsSeenBy(sasha)).toBeGreaterThan(10);
  const { memberships } = await accessOf(sasha);
  expect(memberships).toMatchObject([{ role: "manager" }]);

  const member = memberships[0]?.memberId;
  expect((await admin.command("end_member", { provider, member })).status).toBe(200);
  expect(await requestsSeenBy(sasha)).toBe(0);
  expect((await sasha.command("halt_moves", { provider, reason: "r" })).status).toBe(404);
});

it("a client's colleague sees only that client's requests, and none after the membership ends", async () => {
  const email = "noor@harbour.example";
  const { data } = await admin.client
    .from("client_members")
    .select("client_id")
    .is("ended_at", null)
    .limit(1)
    .single();
  const { client_id: client } = z.object({ client_id: z.string() }).parse(data);
  const invited = await admin.command("invite_client_member", { provider, client, email, name: "Noor" });
  expect(invited).toEqual({ status: 200, body: { id: provider } });
  const noor = await accept(email);
  const { data: seen } = await noor.client.from("migration_requests").select("client_id");
  expect(
    new Set(
      z
        .array(z.object({ client_id: z.string() }))
        .parse(seen)
        .map((one) => one.client_id),
    ),
  ).toEqual(new Set([client]));
  const { data: row } = await noor.client.from("client_members").select("id").eq("email", email).single();
  const member = z.object({ id: z.string() }).parse(row).id;
  expect((await admin.command("end_client_member", { provider, member })).status).toBe(200);
  expect(await requestsSeenBy(noor)).toBe(0);
});
