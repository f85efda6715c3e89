/** Writes a demo provider with its members, directory, tariff and connection to Meta. */
import type { Sql, TransactionSql } from "postgres";
import { neededScopes } from "../../src/domain/access/token-scopes.ts";
import { encryptToken } from "../functions/_shared/tokens/token-crypto.ts";
import { type MemberSeed, members } from "./people.ts";
import { demoTariff, type ProviderSeed } from "./providers.ts";

export type Tenant = {
  providerId: string;
  connectionId: string;
  members: Record<string, { memberId: string; userId: string; email: string }>;
};

type Ids = { id: string }[];

function first(rows: readonly { id: string }[]): string {
  const id = rows[0]?.id;
  if (id === undefined) throw new Error("The insert returned no id");
  return id;
}

/** `users`: ids of the signed-up people by e-mail; without `tokenKeys` the connection has no token yet. */
export async function insertTenant(
  database: TransactionSql,
  seed: ProviderSeed,
  users: ReadonlyMap<string, string>,
  tokenKeys: Record<string, string> | null,
): Promise<Tenant> {
  const providerId = first(
    await database<Ids>`
      insert into public.providers (slug, name, accent_color, default_locale, time_zone, country, office_name,
        office_email, office_phone, platform_signup_url, created_at)
      values (${seed.slug}, ${seed.name}, ${seed.accentColor}, ${seed.locale}, ${seed.timeZone}, ${seed.country},
        ${seed.officeName}, ${seed.officeEmail}, ${seed.officePhone}, ${seed.platformSignupUrl}, now() - interval '90 days')
      returning id`,
  );
  await insertDirectory(database, seed, providerId);
  const tenant: Tenant = {
    providerId,
    connectionId: await insertConnection(database, seed, providerId, tokenKeys),
    members: {},
  };
  for (const member of members[seed.key]) {
    const userId = users.get(member.email) ?? "";
    tenant.members[member.key] = {
      memberId: await insertMember(database, providerId, member, userId),
      userId,
      email: member.email,
    };
  }
  if (seed.connection.programmatic) await stateProgrammatic(database, tenant);
  return tenant;
}

async function insertDirectory(
  database: TransactionSql,
  seed: ProviderSeed,
  providerId: string,
): Promise<void> {
  for (const old of seed.oldProviders) {
    await database`insert into public.old_providers (provider_id, name, support_email) values (${providerId}, ${old.name}, ${old.supportEmail})`;
  }
  await database`
    insert into public.tariffs (provider_id, currency, connection_fee_micros, monthly_fee_micros, message_fee_micros,
      min_working_days, max_working_days, support_locales, valid_from)
    values (${providerId}, ${demoTariff.currency}, ${demoTariff.connectionFeeMicros}, ${demoTariff.monthlyFeeMicros},
      ${demoTariff.messageFeeMicros}, ${demoTariff.minWorkingDays}, ${demoTariff.maxWorkingDays},
      ${[...seed.supportLocales]}, current_date - 90)`;
}

async function insertConnection(
  database: TransactionSql,
  seed: ProviderSeed,
  providerId: string,
  tokenKeys: Record<string, string> | null,
): Promise<string> {
  const { name, appId, businessId, token, signupConfigId } = seed.connection;
  const connectionId = first(
    await database<Ids>`
      insert into public.meta_connections (provider_id, name, app_id, business_id, signup_config_id, token_read_at, token_valid, token_scopes)
      values (${providerId}, ${name}, ${appId}, ${businessId}, ${signupConfigId}, now() - interval '1 day', true, ${[...neededScopes]}) returning id`,
  );
  if (tokenKeys !== null) await insertToken(database, token, { providerId, connectionId }, tokenKeys);
  return connectionId;
}

/** `tokenKeys`: base64 by key id, the first is current. */
export async function insertToken(
  database: Sql | TransactionSql,
  token: string,
  { providerId, connectionId }: { providerId: string; connectionId: string },
  tokenKeys: Record<string, string>,
): Promise<void> {
  const [current] = Object.keys(tokenKeys);
  if (current === undefined) throw new Error("Seeding needs a token key");
  const place = { providerId, connectionId, purpose: "graph" };
  const sealed = await encryptToken(token, place, { current, keys: tokenKeys });
  await database`
    insert into private.connection_tokens (connection_id, provider_id, key_id, nonce, ciphertext)
    values (${connectionId}, ${providerId}, ${sealed.key_id}, ${sealed.nonce}, ${sealed.ciphertext})`;
}

/** As its admin states it under Settings. */
async function stateProgrammatic(database: TransactionSql, { connectionId, members }: Tenant): Promise<void> {
  const admin = members.admin?.userId ?? null;
  await database`
    update public.meta_connections set programmatic_stated_at = now() - interval '30 days', programmatic_stated_by = ${admin}
    where id = ${connectionId}`;
}

async function insertMember(
  database: TransactionSql,
  providerId: string,
  member: MemberSeed,
  userId: string,
): Promise<string> {
  return first(
    await database<Ids>`
      insert into public.members (provider_id, user_id, role, name, email, ended_at, created_at)
      values (${providerId}, ${userId}, ${member.role}, ${member.name}, ${member.email},
        ${member.ended === true ? new Date(Date.now() - 20 * 86_400_000) : null}, now() - interval '80 days')
      returning id`,
  );
}
