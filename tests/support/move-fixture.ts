/** One number about to move: a provider with its people in Postgres, and both sides of the number in a simulator. */
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod/mini";
import { acknowledgements } from "#domain/requests/application.ts";
import type { createGraphSimulator } from "../../supabase/graph-simulator/graph-simulator.ts";
import type { SimulatorSeed } from "../../supabase/graph-simulator/seed.ts";
import { encryptToken, type TokenKeys } from "../../supabase/functions/_shared/tokens/token-crypto.ts";
import type { Route } from "#domain/routes/route-catalogue.ts";
import type { TestDatabase } from "./database.ts";
import { type Actor, commandsAs } from "./engine-commands.ts";
import { signupConfigId, signupOf } from "./signup.ts";

export const tokenKeys: TokenKeys = { current: "k1", keys: { k1: Buffer.alloc(32, 7).toString("base64") } };
export const newToken = "EAAnewprovider0002";
export const oldToken = "EAAoldprovider0001";

const ids = {
  business: "7001",
  otherBusiness: "7002",
  source: "7101",
  destination: "7102",
  sourcePhone: "7201",
  oldApp: "7301",
  newApp: "7302",
} as const;
export const metaIds = ids;

export type Office = {
  provider: string;
  slug: string;
  connection: string;
  manager: Actor;
  client: Actor;
  /** What the provider opens Meta's door with. */
  token: string;
};

/** A provider with a manager, a client's person and a connection to Meta. */
export async function createOffice(
  database: TestDatabase,
  slug: string,
  graphToken = newToken,
): Promise<Office> {
  const { sql } = database;
  const [managerId, clientId] = [
    await database.createUser(`manager@${slug}.example`),
    await database.createUser(`client@${slug}.example`),
  ];
  const [provider] = await sql<{ id: string }[]>`
    insert into public.providers (slug, name, country, office_name, office_email, platform_signup_url)
    values (${slug}, ${slug}, 'US', 'Office', 'office@example.com', 'https://example.com/signup') returning id`;
  const providerId = provider?.id ?? "";
  await sql`insert into public.members (provider_id, user_id, role, name, email)
    values (${providerId}, ${managerId}, 'admin', 'Morgan Example', 'manager@example.com')`;
  const [connection] = await sql<{ id: string }[]>`
    insert into public.meta_connections (provider_id, name, app_id, business_id, signup_config_id)
    values (${providerId}, 'Meta', ${ids.newApp}, ${ids.business}, ${signupConfigId}) returning id`;
  const connectionId = connection?.id ?? "";
  const token = await encryptToken(graphToken, { providerId, connectionId, purpose: "graph" }, tokenKeys);
  await sql`insert into private.connection_tokens ${sql({ provider_id: providerId, connection_id: connectionId, ...token })}`;
  const person = (sub: string, name: string): Actor => ({
    role: "authenticated",
    sub,
    email: `${name}@${slug}.example`,
  });
  return {
    provider: providerId,
    slug,
    token: graphToken,
    connection: connectionId,
    manager: person(managerId, "manager"),
    client: person(clientId, "client"),
  };
}

/** Numbers for fiction: 555-0100 to 555-0199 of several area codes. */
export function fictionNumber(index: number): string {
  const areas = [
    "202",
    "212",
    "213",
    "305",
    "312",
    "404",
    "415",
    "503",
    "512",
    "617",
    "702",
    "713",
    "801",
    "816",
  ];
  return `+1${areas[Math.floor(index / 100) % areas.length] ?? "202"}55501${String(index % 100).padStart(2, "0")}`;
}

type Facts = Omit<SimulatorSeed, "settings"> & { settings?: SimulatorSeed["settings"] };

export function moveSeed(
  e164: string,
  change: (seed: Required<Facts>) => void = () => undefined,
): SimulatorSeed {
  const seed = {
    portfolios: [
      { id: ids.business, name: "Example Ltd" },
      { id: ids.otherBusiness, name: "Other Ltd" },
    ],
    apps: [
      { id: ids.oldApp, name: "Old app" },
      {
        id: ids.newApp,
        name: "New app",
        secret: signupOf.appSecret,
        signup_config_id: signupConfigId,
        redirect_uris: [signupOf.signup.returnUrl],
      },
    ],
    tokens: [
      { token: oldToken, appId: ids.oldApp, portfolioId: ids.otherBusiness, manageableWabaIds: [ids.source] },
      {
        token: newToken,
        appId: ids.newApp,
        portfolioId: ids.business,
        manageableWabaIds: [ids.destination],
        readableWabaIds: [ids.source],
      },
    ],
    wabas: [
      { id: ids.source, name: "Old", owner_portfolio_id: ids.business, primary_funding_id: "7401" },
      { id: ids.destination, name: "New", owner_portfolio_id: ids.business, primary_funding_id: "7402" },
    ],
    numbers: [
      {
        id: ids.sourcePhone,
        waba_id: ids.source,
        e164,
        verified_name: "Example",
        is_official_business_account: true,
        profile: { about: "Example shop", email: "shop@example.com", websites: ["https://shop.example/"] },
      },
    ],
    templates: [
      { id: "7501", name: "hello", language: "en" },
      { id: "7502", name: "hello", language: "ru", quality_score: { score: "UNKNOWN" } },
      { id: "7503", name: "weak", language: "en", quality_score: { score: "RED" } },
      { id: "7504", name: "refused", language: "en", status: "REJECTED" },
    ].map((template) => ({
      ...template,
      waba_id: ids.source,
      components: [{ type: "BODY", text: "Hello." }],
    })),
    settings: {},
  };
  change(seed);
  return seed;
}

const outcomeSchema = z.object({ id: z.string(), version: z.number() });

/** Brings a request to the start of its cut-over by the commands of the people; returns its id. */
export async function startMove(
  database: TestDatabase,
  office: Office,
  e164: string,
  route: Route,
): Promise<string> {
  let target: { p_request?: string; p_version?: number } = {};
  const give = async (actor: Actor, name: string, parameters: Record<string, unknown> = {}) => {
    const outcome = outcomeSchema.parse(
      await commandsAs(database.sql, actor)(name, { ...target, ...parameters }),
    );
    target = { p_request: outcome.id, p_version: outcome.version };
  };
  const { client, manager } = office;
  await give(client, "create_draft", {
    p_provider_slug: office.slug,
    p_application: {
      phoneNumber: e164,
      phoneCountry: "US",
      locale: "en",
      companyName: "Example Ltd",
      contactName: "Robin Example",
      contactEmail: "robin@example.com",
      authorisedName: "Robin Example",
      authorisedEmail: "robin@example.com",
      oldProviderName: "Fernway Comms",
      reason: "price",
      sourceBusinessId: ids.business,
      sourceWabaId: ids.source,
      sourcePhoneNumberId: ids.sourcePhone,
      platformAccount: "example",
      acknowledgements,
    },
  });
  await give(client, "submit_request");
  await give(manager, "accept_request");
  await give(manager, "choose_route", {
    p_route: route,
    p_connection: office.connection,
    p_destination_waba_id: route === "R2" ? ids.destination : null,
  });
  const request = target.p_request ?? "";
  await database.sql`update public.checks set status = 'passed' where request_id = ${request} and status <> 'waived'`;
  await database.sql`update public.migration_requests set checks_read_at = now() where id = ${request}`;
  const window = [new Date(), new Date(Date.now() + 3_600_000)];
  await give(manager, "schedule_request", { p_starts_at: window[0], p_ends_at: window[1] });
  await give(client, "confirm_window");
  await give(manager, "start_cutover");
  return target.p_request ?? "";
}

export type Simulator = ReturnType<typeof createGraphSimulator>;

/** Sends a message from a number as its provider would; the HTTP status tells whether it works there. */
export async function send(simulator: Simulator, phoneId: string, token: string): Promise<number> {
  const body = { messaging_product: "whatsapp", to: "+12025550199", type: "text", text: { body: "hi" } };
  const response = await simulator.fetch(
    new Request(`http://graph.example/v25.0/${phoneId}/messages`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    }),
  );
  return response.status;
}

/** Polls until `holds`; throws after five seconds. */
export async function eventually(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (let waited = 0; waited < 500; waited += 1) {
    if (await holds()) return;
    await sleep(10);
  }
  throw new Error(`waited in vain for ${what}`);
}
