/** The demo data is complete, believable, and the same in Portdesk as at Meta. */
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { nextActions, reasons, statuses, waitingOn } from "#domain/status/statuses.ts";
import { parsePhoneNumber } from "#domain/requests/phone-number.ts";
import { decryptToken } from "../../../supabase/functions/_shared/tokens/token-crypto.ts";
import { createGraphSimulator } from "../../../supabase/graph-simulator/graph-simulator.ts";
import { demoAccounts } from "../../../supabase/local/stack/demo-accounts.ts";
import { newcomers } from "../../../supabase/seeds/newcomers.ts";
import { demoLogins, demoPassword } from "../../../supabase/seeds/people.ts";
import { type ProviderKey, providers } from "../../../supabase/seeds/providers.ts";
import { seed } from "../../../supabase/seeds/seed.ts";
import { checkAudit } from "../../../supabase/operator/audit-check.ts";
import { createTestDatabase } from "../../fixtures/database.ts";
import { useDatabase } from "../../fixtures/own-database.ts";

const graphUrl = "http://graph.example";
const tokenKeys = { k1: Buffer.alloc(32, 7).toString("base64") };
const keys: readonly ProviderKey[] = ["brightline", "severlink"];
const simulator = createGraphSimulator({ seed: {} });
const seedMeta = async (requests: Parameters<typeof demoAccounts>[0], now: Date) =>
  simulator.simulation.seed(demoAccounts(requests, now), "merge");

const database = await useDatabase();
let asMigrations: Sql;

beforeAll(async () => {
  asMigrations = postgres(database.url, {
    max: 2,
    onnotice: () => undefined,
    connection: { options: "-c role=postgres" },
  });
  const createUser = (email: string) => database.createUser(email);
  await seed({ database: asMigrations, createUser, seedMeta, tokenKeys });
});
afterAll(() => asMigrations.end());

async function words(column: string, slug?: string): Promise<string[]> {
  const rows = await database.sql.unsafe<{ word: string }[]>(
    `select distinct ${column} as word from public.migration_requests r join public.providers p on p.id = r.provider_id
     where ${column} is not null and p.slug = coalesce($1, p.slug) order by 1`,
    [slug ?? null],
  );
  return rows.map((row) => row.word);
}

test.each(keys)("%s has requests of every status and reason, waiting on every side", async (slug) => {
  expect(await words("status", slug)).toEqual([...statuses].sort());
  expect(await words("reason", slug)).toEqual([...reasons].sort());
  expect(await words("waiting_on", slug)).toEqual([...waitingOn].sort());
  const [row] = await database.sql<{ n: number; clients: number }[]>`
    select count(*)::int as n, count(distinct client_id)::int as clients from public.migration_requests
    where provider_id = (select id from public.providers where slug = ${slug})`;
  expect(row?.n).toBeGreaterThanOrEqual(30);
  expect(row?.clients).toBeGreaterThanOrEqual(5);
});

test("at each provider two numbers were filed together", async () => {
  const rows = await database.sql`
    select count(*)::int as numbers from public.migration_requests where batch_id is not null group by batch_id`;
  expect(rows).toMatchObject([{ numbers: 2 }, { numbers: 2 }]);
});

test("the screens have words for every next action", async () => {
  for (const word of await words("next_action")) expect(nextActions).toContain(word);
});

test("all numbers are valid and belong to their country's plan", async () => {
  const filed = await database.sql<{ phone: string; country: string }[]>`
    select phone_number as phone, phone_country as country from public.migration_requests`;
  const all = [...filed, ...newcomers];
  for (const { phone, country } of all)
    expect(parsePhoneNumber(phone, country), phone).toHaveProperty("number");
  expect(new Set(all.map((one) => one.phone)).size).toBe(all.length);
});

test("histories run forward in time, end in the current status, and notify nobody about last week", async () => {
  const [row] = await database.sql`
    with told as (
      select e.*, r.status, lag(e.created_at) over w as earlier, lead(e.id) over w as later, lag(e.to_status) over w as before
      from public.events e join public.migration_requests r on r.id = e.request_id window w as (partition by e.request_id order by e.id))
    select count(*) filter (where earlier > created_at)::int as disordered,
      count(*) filter (where later is null and to_status <> status)::int as misled,
      count(*) filter (where before <> from_status)::int as broken,
      count(*) filter (where created_at > now())::int as ahead,
      (select count(*)::int from private.outbox where sent_at is null) as unsent
    from told`;
  expect(row).toEqual({ disordered: 0, misled: 0, broken: 0, ahead: 0, unsent: 0 });
});

test("nothing moves by itself when Portdesk opens", async () => {
  expect(await database.sql`select * from public.engine_due_requests(100)`).toHaveLength(0);
});

test("a second run changes nothing", async () => {
  const createUser = () => Promise.reject(new Error("nobody is to be created"));
  const again = seed({ database: asMigrations, createUser, seedMeta: null, tokenKeys });
  await expect(again).resolves.toBeUndefined();
});

test("there is a login for each kind of person at each provider", () => {
  expect(demoLogins.map((login) => login.role).sort()).toEqual(
    ["admin", "analyst", "client", "manager"].flatMap((role) => [role, role]),
  );
  expect(new Set(demoLogins.map((login) => login.password))).toEqual(new Set([demoPassword]));
});

test("the connections' tokens can be opened and are the simulator's", async () => {
  for (const key of keys) {
    const [row] = await database.sql<
      { provider_id: string; connection_id: string; key_id: string; nonce: string; ciphertext: string }[]
    >`
      select t.* from private.connection_tokens t join public.providers p on p.id = t.provider_id where p.slug = ${key}`;
    if (!row) throw new Error("no token");
    const place = { providerId: row.provider_id, connectionId: row.connection_id, purpose: "graph" };
    expect(await decryptToken(row, place, { current: "k1", keys: tokenKeys })).toBe(
      providers[key].connection.token,
    );
  }
});

test("every number that Portdesk calls claimed is in its destination at Meta, and no other is", async () => {
  const rows = await database.sql<{ id: string; waba: string }[]>`
    select destination_phone_number_id as id, destination_waba_id as waba from public.migration_requests
    where destination_phone_number_id is not null`;
  const claimed = simulator.simulation.state.numbers.filter((number) => number.claimed_from_waba_id !== null);
  expect(claimed.map((number) => `${number.waba_id}/${number.id}`).sort()).toEqual(
    rows.map((row) => `${row.waba}/${row.id}`).sort(),
  );
});

const answers = {
  "no trouble": { id: expect.stringMatching(/^\d+$/) },
  two_step_on: { error: expect.objectContaining({ code: 133005 }) },
  name_pending: { error: expect.objectContaining({ error_subcode: 2388103 }) },
  different_business: { error: expect.objectContaining({ error_subcode: 2388103 }) },
  destination_full: { error: expect.objectContaining({ code: 200000 }) },
};

test.each(newcomers.map((one) => [one.trouble ?? "no trouble", one] as const))(
  "Meta reports the trouble of a newcomer with %s",
  async (label, one) => {
    const post = async (edge: string, body: Record<string, unknown>): Promise<unknown> => {
      const headers = { authorization: `Bearer ${providers[one.provider].connection.token}` };
      const init = { method: "POST", headers, body: JSON.stringify(body) };
      return (
        await simulator.fetch(new Request(`${graphUrl}/v25.0/${one.destinationWabaId}/${edge}`, init))
      ).json();
    };
    const parsed = parsePhoneNumber(one.phone, one.country);
    if ("problem" in parsed) throw new Error(parsed.problem);
    if (!one.subscribed) await post("subscribed_apps", {});
    const claim = {
      cc: parsed.number.callingCode,
      phone_number: parsed.number.national,
      migrate_phone_number: true,
    };
    expect(await post("phone_numbers", claim)).toEqual(answers[label]);
  },
);

test("an installation with providers of its own stays as it is", async () => {
  const own = await createTestDatabase();
  await own.sql`insert into public.providers (slug, name, country, office_name, office_email, platform_signup_url)
    values ('northway', 'Northway', 'GB', 'Office', 'office@northway.example', 'https://northway.example')`;
  const createUser = (email: string) => own.createUser(email);
  await seed({ database: own.sql, createUser, seedMeta: null, tokenKeys });
  expect(await own.sql`select slug from public.providers`).toEqual([{ slug: "northway" }]);
  await own.drop();
});

test("the audit is whole and rebuilds every request", async () => {
  const reports = await checkAudit(database.sql, { minutes: 10 });
  expect(reports.map(({ slug, faults }) => ({ slug, faults }))).toEqual(
    keys.toSorted().map((slug) => ({ slug, faults: [] })),
  );
  for (const { head } of reports) expect(head.seq).toBeGreaterThan(500);
});
