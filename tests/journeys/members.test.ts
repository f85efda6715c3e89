/** A colleague is invited by mail, comes in with a code, and is shut out while signed in. */
import { afterAll, beforeAll, expect, it } from "vitest";
import * as z from "zod";
import { type Person, signInAs, signInByCode } from "../support/person.ts";
import { startSeededStack } from "../support/seeded-stack.ts";
import type { TestStack } from "../support/stack.ts";

const email = "sasha@people.example";
let stack: TestStack;
let admin: Person;
let provider: string;

beforeAll(async () => {
  stack = await startSeededStack();
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

it("from the invitation to the end of the membership", async () => {
  const invited = await admin.command("invite_member", { provider, email, name: "Sasha", role: "manager" });
  expect(invited).toEqual({ status: 200, body: { id: provider } });
  await expect
    .poll(() => mailsTo(email), { timeout: 20_000 })
    .toContainEqual(expect.stringContaining("invites you"));

  const sasha = await signInByCode(stack, email);
  expect(await requestsSeenBy(sasha)).toBe(0);
  const { invitations } = await accessOf(sasha);
  const accepted = await sasha.command("accept_invitation", { invitation: invitations[0]?.id });
  expect(accepted).toEqual({ status: 200, body: { id: provider } });
  expect(await requestsSeenBy(sasha)).toBeGreaterThan(10);
  const { memberships } = await accessOf(sasha);
  expect(memberships).toMatchObject([{ role: "manager" }]);

  const member = memberships[0]?.memberId;
  expect((await admin.command("end_member", { provider, member })).status).toBe(200);
  expect(await requestsSeenBy(sasha)).toBe(0);
  expect((await sasha.command("halt_moves", { provider, reason: "r" })).status).toBe(404);
});
