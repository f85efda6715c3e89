/** Two providers with everybody whom the safety tests let loose on them, and rows of each in every table. */
import { byMail, type Claims, type TestDatabase } from "../support/database.ts";

export const actors = [
  "visitor",
  "stranger",
  "endedMember",
  "endedClient",
  "client",
  "siblingClient",
  "analyst",
  "manager",
  "admin",
  "foreignClient",
  "foreignAdmin",
  "lockedAdmin",
  "service",
] as const;
export type Actor = (typeof actors)[number];

type Place = { provider: string; client: string; connection: string; slug: string };

export type TwoTenants = {
  claims: Record<Actor, Claims>;
  members: { admin: string; manager: string; analyst: string; foreignAdmin: string };
  /** own and sibling: two companies of the home provider. */
  own: Place;
  sibling: Place;
  foreign: Place;
};

async function insertId(
  database: TestDatabase,
  statement: string,
  values: readonly (string | null)[],
): Promise<string> {
  const [row] = await database.sql.unsafe<{ id: string }[]>(`${statement} returning id`, [...values]);
  if (!row) throw new Error(`No row from ${statement}`);
  return row.id;
}

async function createProvider(database: TestDatabase, slug: string) {
  const provider = await insertId(
    database,
    `insert into public.providers (slug, name, country, office_name, office_email, platform_signup_url)
     values ($1, $1, 'GB', 'Office', 'office@portdesk.example', 'https://platform.example')`,
    [slug],
  );
  const connection = await insertId(
    database,
    "insert into public.meta_connections (provider_id, name, app_id, business_id) values ($1, 'app', '7302', '7002')",
    [provider],
  );
  await database.sql`insert into public.old_providers (provider_id, name) values (${provider}, 'Oldbridge')`;
  await database.sql`insert into public.tariffs (provider_id, currency, connection_fee_micros, monthly_fee_micros,
    message_fee_micros, min_working_days, max_working_days) values (${provider}, 'USD', 0, 0, 1000, 2, 7)`;
  await database.sql`insert into private.connection_tokens (connection_id, provider_id, key_id, nonce, ciphertext)
    values (${connection}, ${provider}, 'k', 'n', 'c')`;
  return { provider, connection };
}

/** Everybody signed in, the other provider's admin with the second factor that it demands and one without; nobody has filed anything yet. */
export async function createTwoTenants(database: TestDatabase): Promise<TwoTenants> {
  const home = await createProvider(database, "home");
  const away = await createProvider(database, "away");
  const company = (provider: string, name: string) =>
    insertId(database, "insert into public.clients (provider_id, name) values ($1, $2)", [provider, name]);
  const own = { ...home, slug: "home", client: await company(home.provider, "Own") };
  const sibling = { ...home, slug: "home", client: await company(home.provider, "Sibling") };
  const foreign = { ...away, slug: "away", client: await company(away.provider, "Foreign") };

  const signIn = async (name: string): Promise<Claims & { sub: string }> => {
    const email = `${name}@people.example`;
    return { role: "authenticated", sub: await database.createUser(email), email, ...byMail };
  };
  const member = async (provider: string, role: string, name: string, ended: string | null = null) => {
    const claims = await signIn(name);
    const id = await insertId(
      database,
      "insert into public.members (provider_id, user_id, role, name, email, ended_at) values ($1, $2, $3, $4, 'm@portdesk.example', $5)",
      [provider, claims.sub, role, name, ended],
    );
    return { claims, id };
  };
  const clientUser = async (place: Place, name: string, ended: string | null = null) => {
    const claims = await signIn(name);
    await insertId(
      database,
      "insert into public.client_members (provider_id, client_id, user_id, name, email, ended_at) values ($1, $2, $3, $4, 'c@client.example', $5)",
      [place.provider, place.client, claims.sub, name, ended],
    );
    return claims;
  };
  const admin = await member(home.provider, "admin", "admin");
  const manager = await member(home.provider, "manager", "manager");
  const analyst = await member(home.provider, "analyst", "analyst");
  const foreignAdmin = await member(away.provider, "admin", "foreign-admin");
  const lockedAdmin = await member(away.provider, "admin", "locked-admin");
  await database.sql`update public.providers set second_factor_admins = true where id = ${away.provider}`;
  const past = "2026-01-01T00:00:00Z";
  return {
    own,
    sibling,
    foreign,
    members: { admin: admin.id, manager: manager.id, analyst: analyst.id, foreignAdmin: foreignAdmin.id },
    claims: {
      visitor: { role: "anon" },
      stranger: await signIn("stranger"),
      endedMember: (await member(home.provider, "admin", "ended-member", past)).claims,
      endedClient: await clientUser(own, "ended-client", past),
      client: await clientUser(own, "client"),
      siblingClient: await clientUser(sibling, "sibling"),
      analyst: analyst.claims,
      manager: manager.claims,
      admin: admin.claims,
      foreignClient: await clientUser(foreign, "foreign-client"),
      foreignAdmin: { ...foreignAdmin.claims, aal: "aal2" },
      lockedAdmin: lockedAdmin.claims,
      service: { role: "service_role" },
    },
  };
}

/** One request of each company with rows in everything that belongs to a request; returns the requests' ids. */
export async function fillEveryTable(database: TestDatabase, tenants: TwoTenants) {
  const places = [tenants.own, tenants.sibling, tenants.foreign];
  const requests: string[] = [];
  for (const [index, place] of places.entries()) {
    const key = [place.provider, place.client];
    const batch = await insertId(
      database,
      "insert into public.batches (provider_id, client_id, label) values ($1, $2, 'b')",
      key,
    );
    const request = await insertId(
      database,
      `insert into public.migration_requests (provider_id, client_id, batch_id, reference, phone_number, phone_country,
         reason, old_provider_name, contact_name, contact_email)
       values ($1, $2, $3, $4, $5, 'US', 'price', 'Oldbridge', 'C', 'c@client.example')`,
      [...key, batch, `M-${index}`, `+1202555010${index}`],
    );
    requests.push(request);
    const owner = [...key, request];
    const add = (statement: string) => database.sql.unsafe(statement, owner);
    await add(
      "insert into public.checks (provider_id, client_id, request_id, code) values ($1, $2, $3, 'TWO_STEP_OFF')",
    );
    await add(
      "insert into public.cutover_steps (provider_id, client_id, request_id, step, position) values ($1, $2, $3, 'register', 7)",
    );
    await add(
      "insert into public.snapshots (provider_id, client_id, request_id, side, moment, data) values ($1, $2, $3, 'source', 'check', '{}')",
    );
    await add(
      "insert into public.templates (provider_id, client_id, request_id, name, language, outcome, why) values ($1, $2, $3, 'hello', 'en', 'kept', 'copied')",
    );
    for (const visibility of ["internal", "client"]) {
      await add(`insert into public.comments (provider_id, client_id, request_id, visibility, author_id, author_name, author_side, body)
        values ($1, $2, $3, '${visibility}', gen_random_uuid(), 'A', 'provider', 'text')`);
      await add(`insert into public.events (provider_id, client_id, request_id, kind, visibility, actor_kind, actor_id)
        values ($1, $2, $3, 'request.edit', '${visibility}', 'member', gen_random_uuid())`);
    }
    await add(
      "insert into public.request_alarms (provider_id, client_id, request_id, code, subject, facts, opened_at, last_at) values ($1, $2, $3, 'PARTNER_REMOVED', '', '{}', now(), now())",
    );
    await add(
      "insert into public.rehearsals (provider_id, client_id, request_id, result) values ($1, $2, $3, '{}')",
    );
    await add(
      "insert into public.template_forecasts (provider_id, client_id, request_id, summary) values ($1, $2, $3, '{}')",
    );
    await add(
      "insert into public.template_readings (provider_id, client_id, request_id, moment, due_at) values ($1, $2, $3, '24h', now())",
    );
    await add(
      "insert into public.message_sightings (provider_id, client_id, request_id, direction, message_hash, status, at) values ($1, $2, $3, 'in', 'h', 'received', now())",
    );
    await add(
      "insert into public.monitoring_checks (provider_id, client_id, request_id, moment, due_at) values ($1, $2, $3, '24h', now())",
    );
    await add(
      "insert into public.pin_settings (provider_id, client_id, request_id, set_by, side) values ($1, $2, $3, gen_random_uuid(), 'member')",
    );
    await add(
      "insert into public.test_messages (provider_id, client_id, request_id, purpose, direction, last_four) values ($1, $2, $3, 'smoke', 'out', '0100')",
    );
    const exception = await insertId(
      database,
      "insert into public.request_exceptions (provider_id, client_id, request_id, code, owner) values ($1, $2, $3, 'RATE_LIMIT', 'meta')",
      owner,
    );
    await database.sql`insert into public.exception_payloads (exception_id, provider_id, payload) values (${exception}, ${place.provider}, '{}')`;
    await database.sql`insert into public.open_periods (provider_id, starts_at, ends_at)
      values (${place.provider}, '2020-01-01', '2020-01-02') on conflict do nothing`;
    await database.sql`insert into public.clock_targets (provider_id, code, minutes, valid_from)
      values (${place.provider}, 'triage', 480, '2020-01-01')`;
    await database.sql`insert into public.probe_settings (provider_id, phone_number, phone_number_id, template_name, template_language,
      interval_seconds) values (${place.provider}, '+12025550199', '72990', 'order_update', 'en_US', 10) on conflict do nothing`;
    await database.sql`insert into public.invitations (provider_id, email, name, role, invited_by)
      values (${place.provider}, 'invited@people.example', 'I', 'analyst', gen_random_uuid()) on conflict do nothing`;
    await database.sql`insert into public.exports (provider_id, user_id, mode, filter, row_count) values (${place.provider}, gen_random_uuid(), 'machine', '{}', 1)`;
  }
  await database.sql`select public.engine_seal_audit(1000)`;
  return requests;
}
