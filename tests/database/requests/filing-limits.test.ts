/** How much one person may file before Portdesk asks them to slow down. */
import { expect, test } from "vitest";
import { useDriver } from "../../fixtures/own-database.ts";

const { database, tenants, driver } = await useDriver();

/** Requests that a person of the own company has filed; `first` keeps their references apart. */
const filed = (count: number, status: string, age: string, first: number) => database.sql`
  insert into public.migration_requests (provider_id, client_id, reference, phone_number, phone_country, status, reason,
    old_provider_name, contact_name, contact_email, created_by, created_at)
  select ${tenants.own.provider}, ${tenants.own.client}, 'L-' || n, '+1201555' || lpad(n::text, 4, '0'), 'US', ${status}, 'price',
    'Oldbridge', 'C', 'c@client.example', ${tenants.claims.client.sub ?? ""}, now() - ${age}::interval
  from generate_series(${first}::int, ${first + count - 1}::int) as n`;

const apply = (keep = false) =>
  driver.try("client", "create_draft", { provider_slug: "home", application: application() }, keep);
const application = () => ({
  phoneNumber: "+12025550142",
  phoneCountry: "US",
  companyName: "Own",
  contactName: "C",
  contactEmail: "c@client.example",
  oldProviderName: "Oldbridge",
  reason: "price",
});

test("a person with fifty unfinished applications cannot begin another until one is gone; a colleague can", async () => {
  await filed(49, "draft", "40 days", 0);
  expect(await apply()).toHaveProperty("done");
  await filed(1, "draft", "1 hour", 49);
  expect(await apply()).toEqual({ refused: "409 too_many_drafts", hint: "50" });
  const other = { provider_slug: "home", application: { ...application(), companyName: "Sibling" } };
  expect(await driver.try("siblingClient", "create_draft", other, false)).toHaveProperty("done");
  await database.sql`update public.migration_requests set status = 'cancelled' where status = 'draft'`;
  expect(await apply()).toHaveProperty("done");
});

test("at most a thousand requests are allowed in a day, and the refusal says when more are possible", async () => {
  await filed(998, "cancelled", "23 hours", 100);
  expect(await apply()).toHaveProperty("done");
  await filed(1, "cancelled", "2 hours", 1100);
  const [row] = await database.sql<{ next: string }[]>`select private.utc(now() + interval '1 hour') as next`;
  const answer = await apply();
  expect(answer).toMatchObject({ refused: "429 too_soon" });
  const hint = "hint" in answer ? Date.parse(answer.hint) : Number.NaN;
  expect(Math.abs(hint - Date.parse(row?.next ?? ""))).toBeLessThan(60_000);
});

test("simultaneous applications find no more room than consecutive ones", async () => {
  await database.sql`update public.migration_requests set created_by = null, status = 'cancelled'`;
  await filed(44, "draft", "40 days", 2000);
  const answers = await Promise.all(Array.from({ length: 12 }, () => apply(true)));
  expect(answers.filter((answer) => "done" in answer)).toHaveLength(6);
  expect(
    answers.filter((answer) => "refused" in answer && answer.refused === "409 too_many_drafts"),
  ).toHaveLength(6);
});
