/** What staff record about a check is for staff alone: hidden from the client everywhere, and up to date for staff. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkSelect } from "../../../src/features/request/checks/check-record.ts";
import { publishableKey, type ServedPlatform, servePlatform } from "../../platform/local-platform.ts";
import { useDriver } from "../../fixtures/own-database.ts";

const { database, tenants, driver } = await useDriver();
const request = await driver.bringTo("preparing");

let platform: ServedPlatform;

const reason = "The client will not pay for it.";
const word = "Vera of Oldbridge says so";

beforeAll(async () => {
  await driver.command("manager", "waive_check", request, { code: "ROLLBACK_CARD", reason });
  await driver.command("manager", "confirm_check", request, {
    code: "TWO_STEP_OFF",
    kind: "person",
    evidence: word,
  });
  platform = await servePlatform(database);
});
afterAll(() => platform.stop());

async function asked(person: "client" | "manager", path: string): Promise<{ status: number; body: unknown }> {
  const token = await platform.signed({ aud: "authenticated", ...tenants.claims[person] });
  const answer = await platform.get(`/rest/v1/${path}`, {
    apikey: publishableKey,
    authorization: `Bearer ${token}`,
  });
  return { status: answer.status, body: await answer.json() };
}

const checkOf = (code: string) => `checks?request_id=eq.${request}&code=eq.${code}`;

test("the checks tab reads why a check was waived, by whom, and what people stated", async () => {
  const select = encodeURIComponent(checkSelect);
  expect((await asked("manager", `${checkOf("ROLLBACK_CARD")}&select=${select}`)).body).toMatchObject([
    { status: "waived", check_staff_data: { waived_reason: reason, members: { name: "manager" } } },
  ]);
  expect((await asked("manager", `${checkOf("TWO_STEP_OFF")}&select=${select}`)).body).toMatchObject([
    {
      claimed_side: "provider",
      check_staff_data: { claimed_value: word, evidence_value: "v", members: null },
    },
  ]);
});

test("the client reads the state of a check, and none of the staff's words, names and ids", async () => {
  const plain = await asked("client", `${checkOf("ROLLBACK_CARD")}&select=status,read_at,waived_at`);
  expect(plain.body).toMatchObject([{ status: "waived" }]);
  for (const path of [
    `${checkOf("ROLLBACK_CARD")}&select=waived_reason`,
    `${checkOf("ROLLBACK_CARD")}&select=*`,
    `${checkOf("ROLLBACK_CARD")}&select=id&waived_reason=like.*pay*`,
    `${checkOf("TWO_STEP_OFF")}&select=id&order=claimed_value`,
    `migration_requests?id=eq.${request}&select=id,checks(waived_by)`,
  ])
    expect([path, (await asked("client", path)).status]).toEqual([path, 403]);
  for (const path of [
    "check_staff_data?select=*",
    `${checkOf("ROLLBACK_CARD")}&select=id,check_staff_data!inner(waived_reason)`,
    `events?request_id=eq.${request}&kind=eq.check.waive_soft&select=data`,
  ])
    expect([path, await asked("client", path)]).toEqual([path, { status: 200, body: [] }]);
  await expect(
    database.asUser(tenants.claims.client, (sql) => sql`select waived_reason from public.checks`),
  ).rejects.toThrow("permission denied");
});

const differing = () => database.sql`
  select c.code from public.checks c left join public.check_staff_data d on d.check_id = c.id
  where d is null or (d.evidence_value, d.claimed_value, d.waived_reason)
    is distinct from (c.evidence_value, c.claimed_value, c.waived_reason)`;

test("the staff's row of a check matches the check, from its filing through each change", async () => {
  expect([...(await differing())]).toEqual([]);
  const [rows] = await database.sql`select count(*) > 0 as any from public.check_staff_data`;
  expect(rows).toEqual({ any: true });
});

test("a waiver outlives the account of the person who gave it", async () => {
  const user = tenants.claims.manager.sub ?? "";
  const waiver = () => database.sql`
    select d.waived_reason, d.waiving_member_id as member from public.check_staff_data d join public.checks c on c.id = d.check_id
    where c.request_id = ${request} and c.code = 'ROLLBACK_CARD'`;
  expect([...(await waiver())]).toEqual([{ waived_reason: reason, member: tenants.members.manager }]);
  await database.sql`delete from auth.users where id = ${user}`;
  expect([...(await waiver())]).toEqual([{ waived_reason: reason, member: null }]);
  await database.sql`update public.checks set waived_reason = 'Erased' where waived_by = ${user}`;
  expect([...(await waiver())]).toEqual([{ waived_reason: "Erased", member: null }]);
});
