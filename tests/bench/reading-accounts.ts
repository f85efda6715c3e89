/** Gives the requests of a filled database accounts at a simulated Meta, and makes their checks due. */
import type { Sql } from "postgres";
import { encryptToken } from "../../supabase/functions/_shared/tokens/token-crypto.ts";
import type { SimulatorSeed } from "../../supabase/graph-simulator/seed.ts";
import { newToken, tokenKeys } from "../fixtures/move/move-fixture.ts";

const app = "7302";
const portfolio = "7002";

type Account = { number: string; phoneId: string; source: string; destination: string };

async function storeTokens(sql: Sql): Promise<void> {
  const connections = await sql<{ providerId: string; connectionId: string }[]>`
    select provider_id as "providerId", id as "connectionId" from public.meta_connections`;
  const rows = await Promise.all(
    connections.map(async ({ providerId, connectionId }) => ({
      provider_id: providerId,
      connection_id: connectionId,
      ...(await encryptToken(newToken, { providerId, connectionId, purpose: "graph" }, tokenKeys)),
    })),
  );
  await sql`insert into private.connection_tokens ${sql(rows)}`;
}

/** `sql`: a superuser's. Returns what Meta knows, and how many readings are due. */
export async function prepareAccounts(sql: Sql): Promise<{ seed: SimulatorSeed; due: number }> {
  await storeTokens(sql);
  const accounts = await sql<Account[]>`
    select phone_number as number, source_phone_number_id as "phoneId", source_waba_id as source,
      destination_waba_id as destination
    from public.migration_requests where status in ('preparing', 'scheduled') and hold_reason is null`;
  await sql`update private.due_times d set full_reading_at = now() - interval '1 minute' * (1 + hashtext(d.request_id::text) % 60 + 60)
    from public.migration_requests r
    where r.id = d.request_id and r.status in ('preparing', 'scheduled') and r.hold_reason is null`;
  const [sources, destinations] = [
    [...new Set(accounts.map(({ source }) => source))],
    [...new Set(accounts.map(({ destination }) => destination))],
  ];
  const waba = (id: string) => ({
    id,
    name: `Account ${id}`,
    owner_portfolio_id: portfolio,
    primary_funding_id: "7401",
  });
  const seed: SimulatorSeed = {
    portfolios: [{ id: portfolio, name: "Example Ltd" }],
    apps: [{ id: app, name: "App" }],
    tokens: [
      {
        token: newToken,
        appId: app,
        portfolioId: portfolio,
        manageableWabaIds: destinations,
        readableWabaIds: sources,
      },
    ],
    wabas: [...sources, ...destinations].map(waba),
    numbers: accounts.map(({ number, phoneId, source }) => ({
      id: phoneId,
      waba_id: source,
      e164: number,
      verified_name: "Example",
    })),
  };
  return { seed, due: accounts.length };
}
