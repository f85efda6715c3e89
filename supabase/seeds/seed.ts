/** Fills an empty installation with the demo: two providers, their people and clients, and requests at every stage. */
import type { Sql, TransactionSql } from "postgres";
import { type SeedActors, runHistory } from "./history-runner.ts";
import { raiseAlarm } from "./alarms.ts";
import { endBackDating, prepareBackDating, refreshReadings } from "./back-date.ts";
import { buildCalendars, measureAgain } from "./calendars.ts";
import { applicationOf, demoRequests } from "./demo-requests.ts";
import { insertProbe, insertMonitoring } from "./monitoring.ts";
import type { RequestFacts } from "./meta-facts.ts";
import { clients, demoPassword, members } from "./people.ts";
import { type ProviderKey, providers } from "./providers.ts";
import { recipe } from "./recipes.ts";
import { insertTenant, insertToken, type Tenant } from "./tenant-rows.ts";
import { texts } from "./texts.ts";
import { timeline } from "./timeline.ts";

export type SeedInput = {
  /** Connected as the role that runs migrations; it must be able to switch to the API's roles. */
  database: Sql;
  /** Signs a person up through the platform's Auth and returns the user's id. */
  createUser: (email: string, password: string, metadata: Record<string, string>) => Promise<string>;
  /** Places the requests' numbers at Meta; null if another Graph server is used. */
  seedMeta: ((requests: readonly RequestFacts[], now: Date) => Promise<void>) | null;
  /** Base64 keys of 32 bytes by key id; the first is current. Null leaves the tokens out, for addTokens. */
  tokenKeys: Record<string, string> | null;
};

const keys: readonly ProviderKey[] = ["brightline", "severlink"];

/**
 * Adds the demo's providers that are missing, as after a start that was killed; nothing if the installation has others.
 * Each provider is one transaction, and both are filled at the same time: they share no number, person or client.
 */
export async function seed(input: SeedInput): Promise<void> {
  const present = await input.database<{ slug: string }[]>`select slug from public.providers`;
  const missing = keys.filter((key) => !present.some(({ slug }) => slug === providers[key].slug));
  const others = present.length - (keys.length - missing.length);
  if (missing.length === 0 || others > 0) return;

  const now = new Date();
  const requests = keys.flatMap(demoRequests);
  await input.seedMeta?.(requests, now);
  const users = await signUp(input.createUser);
  const fill = async (key: ProviderKey) => {
    const own = requests.filter((one) => one.provider.key === key);
    await input.database.begin((transaction) =>
      fillProvider(transaction, key, { own, users, now, tokenKeys: input.tokenKeys }),
    );
  };
  const outcomes = await Promise.allSettled(missing.map(fill));
  for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
  await sealAudit(input.database);
}

/** Gives the demo's connections the tokens that they were seeded without. */
export async function addTokens(database: Sql, tokenKeys: Record<string, string>): Promise<void> {
  const lacking = await database<{ id: string; provider_id: string; app_id: string }[]>`
    select id, provider_id, app_id from public.meta_connections c
    where not exists (select from private.connection_tokens where connection_id = c.id) order by app_id`;
  for (const { connection } of Object.values(providers)) {
    const place = lacking.find((one) => one.app_id === connection.appId);
    if (place)
      await insertToken(
        database,
        connection.token,
        { connectionId: place.id, providerId: place.provider_id },
        tokenKeys,
      );
  }
  await sealAudit(database);
}

const sealAudit = (database: Sql) => database`select public.engine_seal_audit(1000000)`;

type Filling = Pick<SeedInput, "tokenKeys"> & {
  own: readonly RequestFacts[];
  /** Ids of the signed-up people by e-mail. */
  users: ReadonlyMap<string, string>;
  now: Date;
};

async function fillProvider(
  transaction: TransactionSql,
  key: ProviderKey,
  { own, users, now, tokenKeys }: Filling,
): Promise<void> {
  await prepareBackDating(transaction);
  const tenant = await insertTenant(transaction, providers[key], users, tokenKeys);
  await buildCalendars(transaction, now.getTime());
  for (const facts of own) await playRequest(transaction, facts, actorsOf(tenant, facts, users), now);
  await transaction`reset role`;
  await raiseAlarm(transaction, own, now);
  await insertProbe(transaction, tenant.providerId, providers[key]);
  await insertMonitoring(transaction, own);
  await insertColleagues(transaction, key, tenant, users);
  await insertBatch(transaction, key, tenant);
  await refreshReadings(transaction, tenant.providerId);
  await endBackDating(transaction);
  await measureAgain(transaction, tenant.providerId);
}

async function signUp(createUser: SeedInput["createUser"]): Promise<Map<string, string>> {
  const people = keys.flatMap((key) => [
    ...members[key],
    ...clients[key].flatMap((client) => [client.user, ...(client.colleague ? [client.colleague] : [])]),
  ]);
  const pairs = await Promise.all(
    people.map(async ({ email, name }) => [email, await createUser(email, demoPassword, { name })] as const),
  );
  return new Map(pairs);
}

function actorsOf(tenant: Tenant, facts: RequestFacts, users: ReadonlyMap<string, string>): SeedActors {
  const person = (key: string) => {
    const member = tenant.members[key];
    if (!member) throw new Error(`The provider has no ${key}`);
    return member;
  };
  const manager = person(facts.serial % 3 === 2 ? "manager2" : "manager");
  const { email } = facts.client.user;
  return {
    client: { userId: users.get(email) ?? "", email },
    manager,
    admin: person("admin"),
    managerMember: manager.memberId,
    connection: tenant.connectionId,
    application: applicationOf(facts),
  };
}

async function playRequest(
  database: TransactionSql,
  facts: RequestFacts,
  actors: SeedActors,
  now: Date,
): Promise<void> {
  const { stage, filed, ended } = facts.seed;
  const entries = recipe(stage, texts[facts.provider.locale], facts.serial);
  await runHistory(database, facts, actors, entries, timeline(entries, filed, ended, now.getTime()));
}

/** Further users of the client companies, some of whom have left. */
async function insertColleagues(
  database: TransactionSql,
  key: ProviderKey,
  tenant: Tenant,
  users: ReadonlyMap<string, string>,
): Promise<void> {
  for (const { company, colleague } of clients[key]) {
    if (!colleague) continue;
    const endedAt = colleague.ended === true ? new Date(Date.now() - 10 * 86_400_000) : null;
    await database`
      insert into public.client_members (provider_id, client_id, user_id, name, email, ended_at)
      select provider_id, id, ${users.get(colleague.email) ?? ""}, ${colleague.name}, ${colleague.email}, ${endedAt}
      from public.clients where provider_id = ${tenant.providerId} and name = ${company}`;
  }
}

/** Numbers that one client filed together. */
const batches: Record<ProviderKey, { label: string; phones: string[] }> = {
  brightline: { label: "Depot lines", phones: ["+12025550114", "+12025550115"] },
  severlink: { label: "Офисы Юго-Восточной Азии", phones: ["+62812345678", "+60123456789"] },
};

async function insertBatch(database: TransactionSql, key: ProviderKey, tenant: Tenant): Promise<void> {
  const { label, phones } = batches[key];
  await database`
    with filed as (
      select provider_id, client_id, id, created_at from public.migration_requests
      where provider_id = ${tenant.providerId} and phone_number = any (${phones})),
    batch as (
      insert into public.batches (provider_id, client_id, label, created_at)
      select provider_id, client_id, ${label}, min(created_at) from filed group by provider_id, client_id
      returning provider_id, id)
    update public.migration_requests r set batch_id = batch.id from batch, filed where r.id = filed.id`;
}
