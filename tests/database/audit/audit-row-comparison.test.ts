/** Compares rows of the audited tables with their audit entries: it names a hidden change and accepts an honest one. */
import { expect, test } from "vitest";
import { checkAudit } from "../../../supabase/operator/audit-check.ts";
import { comparedRelations } from "../../../supabase/operator/audit-relations.ts";
import { createTestDatabase } from "../../fixtures/database.ts";
import { named, useAuditFixture } from "./audit-fixture.ts";
import { createTwoTenants, fillEveryTable } from "../../fixtures/two-tenants.ts";

const fixture = await useAuditFixture();

/** Makes an open change, and removes its entry before it is sealed. */
const unsealed = (change: string) => `
  set local session_replication_role = origin; ${change};
  set local session_replication_role = replica;
  delete from public.audit_values where entry in (select id from private.audit_intake);
  delete from private.audit_intake`;

test.each([
  [
    "a role raised",
    "update public.members set role = 'admin' where provider_id = $home and role <> 'admin'",
    "home strayed members role",
  ],
  [
    "a member added",
    "insert into public.members (provider_id, user_id, role, name, email) values ($away, gen_random_uuid(), 'admin', 'E', 'e@portdesk.example')",
    "away strayed members created_at,email,id,name,provider_id,role,user_id",
  ],
  [
    "a client user's access restored",
    "update public.client_members set ended_at = null where provider_id = $home and ended_at is not null",
    "home strayed client_members ended_at",
  ],
  [
    "a client user's access ended",
    "update public.client_members set ended_at = now() where provider_id = $away",
    "away strayed client_members ended_at",
  ],
  [
    "the second-factor requirement removed",
    "update public.providers set second_factor_admins = not second_factor_admins where id = $home",
    "home strayed providers second_factor_admins",
  ],
  [
    "a name stored only as a commitment",
    "update public.clients set name = 'Other' where provider_id = $away",
    "away strayed clients name",
  ],
  [
    "a token's row deleted",
    "delete from private.connection_tokens where provider_id = $home",
    "home strayed connection_tokens id",
  ],
  [
    "a time limit",
    "update public.clock_targets set minutes = minutes + 1 where provider_id = $away",
    "away strayed clock_targets minutes",
  ],
  [
    "a member's entry removed before it is sealed",
    unsealed(
      "update public.members set role = 'admin', name = 'E' where provider_id = $home and role <> 'admin'",
    ),
    "home strayed members name,role",
  ],
  [
    "a request's entry removed before it is sealed",
    unsealed("update public.migration_requests set contact_name = 'E' where provider_id = $away"),
    "away strayed migration_requests contact_name",
  ],
])("%s is named", async (_what, statement, expected) => {
  await fixture.seal();
  const faults = await fixture.tampered(statement);
  expect([...new Set(faults)]).toEqual([expected]);
});

test("a halt of everybody is compared as far as a provider was informed of it", async () => {
  const { sql } = fixture.database;
  await sql`insert into private.halts (reason) values ('all of them')`;
  await addProviderLater();
  await fixture.seal();
  expect(await fixture.faults()).toEqual([]);
  const faults = await fixture.tampered(
    "update private.halts set ended_at = now() where provider_id is null",
  );
  expect([...new Set(faults)]).toEqual(["away strayed halts ended_at", "home strayed halts ended_at"]);
  await sql`update private.halts set ended_at = now() where provider_id is null`;
  // A provider added after the halt began has an entry only for its end.
  await fixture.seal();
  expect(await fixture.faults()).toEqual([]);
});

async function addProviderLater(): Promise<void> {
  await fixture.database.sql`
    insert into public.providers (slug, name, country, office_name, office_email, platform_signup_url)
    values ('later', 'Later', 'GB', 'Office', 'office@portdesk.example', 'https://platform.example')`;
}

test("rows that existed before the audit are taken up", async () => {
  const older = await createTestDatabase();
  try {
    const check = async () => named(await checkAudit(older.sql, { minutes: 10 }));
    await older.sql.begin(async (transaction) => {
      await transaction`set local session_replication_role = replica`;
      await transaction`insert into public.providers (slug, name, country, office_name, office_email, platform_signup_url)
        values ('older', 'Older', 'GB', 'Office', 'office@portdesk.example', 'https://platform.example')`;
    });
    const tenants = await createTwoTenants(older);
    await fillEveryTable(older, tenants);
    await older.sql`select public.engine_seal_audit(100000)`;
    expect((await check()).join()).toMatch(/^older strayed providers [^ ]+$/);
    await older.sql`select private.take_up_rows()`;
    await older.sql`select public.engine_seal_audit(100000)`;
    expect(await check()).toEqual([]);
  } finally {
    await older.drop();
  }
});

test("the comparison covers exactly what the triggers record", async () => {
  const rows = await fixture.database.sql<{ schema: string; relation: string; arguments: string[] }[]>`
    select n.nspname as schema, c.relname as relation,
      (string_to_array(encode(t.tgargs, 'escape'), '\\000'))[:t.tgnargs] as arguments
    from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
    where t.tgfoid = 'private.audit_row'::regproc`;
  const { migration_requests: _, ...tables } = comparedRelations;
  expect(
    Object.fromEntries(
      rows.map(({ schema, relation, arguments: [provider, , ...leftOut] }) => [
        relation,
        { schema, provider, leftOut },
      ]),
    ),
  ).toEqual(
    Object.fromEntries(Object.entries(tables).map(([relation, { key: _key, ...rest }]) => [relation, rest])),
  );
});
