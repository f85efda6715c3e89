// The simulator's accounts as plain JSON: who owns what at Meta. Node fields carry Graph's own names; ids and phone
// numbers are strings, times ISO strings.
import * as z from "zod";
import { settingsSchema } from "./settings.ts";

const id = z.string().regex(/^\d+$/);
export const e164Schema = z.string().regex(/^\+\d{6,15}$/);

const portfolioSchema = z.strictObject({
  id,
  name: z.string(),
  verification_status: z.string().default("verified"),
  whatsapp_business_manager_messaging_limit: z.string().default("TIER_2K"),
});

const appSchema = z.strictObject({
  id,
  name: z.string(),
  secret: z.string().nullable().default(null),
  requireAppsecretProof: z.boolean().default(false),
  /** The app's Embedded Signup; null: the app has no signup window. */
  signup_config_id: id.nullable().default(null),
  /** Where the signup window may return its code; none: anywhere on this machine. */
  redirect_uris: z.array(z.url()).default([]),
});

const canSend = z.string();

/** What Meta's summary shows instead of what follows from the state; Meta's own names. */
export const healthSchema = z.strictObject({
  can_send_message: canSend,
  entities: z
    .array(
      z.strictObject({
        entity_type: z.string(),
        id: z.string().default("0"),
        can_send_message: canSend,
        errors: z
          .array(
            z.strictObject({
              error_code: z.int(),
              error_description: z.string().default(""),
              possible_solution: z.string().default(""),
            }),
          )
          .optional(),
        additional_info: z.array(z.string()).optional(),
      }),
    )
    .default([]),
});

/** The public profile, by Meta's names; the answer omits what is not set. */
const profileSchema = z.strictObject({
  about: z.string().nullable().default(null),
  address: z.string().nullable().default(null),
  description: z.string().nullable().default(null),
  email: z.string().nullable().default(null),
  websites: z.array(z.string()).default([]),
  vertical: z.string().nullable().default(null),
  profile_picture_url: z.string().nullable().default(null),
});

export const emptyProfile = () => profileSchema.parse({});

const tokenSchema = z.strictObject({
  token: z.string().min(8),
  appId: id,
  portfolioId: id,
  scopes: z
    .array(z.string())
    .default(["whatsapp_business_management", "whatsapp_business_messaging", "business_management"]),
  expiresAt: z.iso.datetime().nullable().default(null),
  /** When the app loses access to data with it; null: debug_token shows 0. The simulator itself does not enforce it. */
  dataAccessExpiresAt: z.iso.datetime().nullable().default(null),
  revoked: z.boolean().default(false),
  readableWabaIds: z.array(id).default([]),
  /** Managing includes reading. */
  manageableWabaIds: z.array(id).default([]),
});

const wabaSchema = z.strictObject({
  id,
  name: z.string(),
  owner_portfolio_id: id,
  /** The business that the account represents, if the owner is a provider. */
  on_behalf_of_portfolio_id: id.nullable().default(null),
  /** null: the same as that of the portfolio that it represents. */
  business_verification_status: z.string().nullable().default(null),
  account_review_status: z.string().default("APPROVED"),
  primary_funding_id: id.nullable().default(null),
  currency: z.string().default("USD"),
  country: z.string().default("US"),
  timezone_id: z.string().default("1"),
  ownership_type: z.string().default("SELF"),
  message_template_namespace: z.string().default("00000000_0000_4000_8000_000000000000"),
  subscribed_apps: z
    .array(z.strictObject({ app_id: id, override_callback_uri: z.string().nullable().default(null) }))
    .default([]),
  /** null: `settings.numberRoom` applies. */
  number_room: z.int().nonnegative().nullable().default(null),
  messaging_for_pending: z.boolean().default(false),
  /** new: the account's number is separate from it and can be shared (account-model-evolution, 2026-10-27). */
  account_model: z.enum(["old", "new"]).default("old"),
  /** null: available. */
  health_status: healthSchema.nullable().default(null),
});

const numberSchema = z.strictObject({
  id,
  waba_id: id,
  e164: e164Schema,
  verified_name: z.string(),
  name_status: z.string().default("APPROVED"),
  new_name_status: z.string().default("NONE"),
  status: z.string().default("CONNECTED"),
  code_verification_status: z.string().default("VERIFIED"),
  quality_rating: z.string().default("GREEN"),
  platform_type: z.string().default("CLOUD_API"),
  throughput_level: z.string().default("STANDARD"),
  account_mode: z.string().default("LIVE"),
  is_official_business_account: z.boolean().default(false),
  is_pin_enabled: z.boolean().default(false),
  is_on_biz_app: z.boolean().default(false),
  is_test_number: z.boolean().default(false),
  pin: z
    .string()
    .regex(/^\d{6}$/)
    .nullable()
    .default(null),
  /** Whether an SMS or a call arrives; false makes `request_code` fail. */
  reachable: z.boolean().default(true),
  webhook_callback_uri: z.string().nullable().default(null),
  last_onboarded_time: z.iso.datetime().nullable().default(null),
  /** Registered, but not CONNECTED before this time. */
  connects_at: z.iso.datetime().nullable().default(null),
  verified_at: z.iso.datetime().nullable().default(null),
  deleted_at: z.iso.datetime().nullable().default(null),
  /** Whether it is one of several records of a number that providers share: registering it moves nothing. */
  is_shared: z.boolean().default(false),
  profile: profileSchema.default(emptyProfile),
  /** null: follows from the number's status and its account. */
  health_status: healthSchema.nullable().default(null),
  /** The WABA that the number is being, or was, migrated from. */
  claimed_from_waba_id: id.nullable().default(null),
});

const templateSchema = z.strictObject({
  id,
  waba_id: id,
  name: z.string(),
  language: z.string(),
  status: z.string().default("APPROVED"),
  category: z.string().default("UTILITY"),
  quality_score: z.strictObject({ score: z.string() }).default({ score: "GREEN" }),
  components: z.array(z.unknown()).default([]),
  /** Not listed before this time, because a copy takes a while. */
  available_at: z.iso.datetime().nullable().default(null),
});

export const accountsSchema = z.strictObject({
  portfolios: z.array(portfolioSchema).default([]),
  apps: z.array(appSchema).default([]),
  tokens: z.array(tokenSchema).default([]),
  wabas: z.array(wabaSchema).default([]),
  numbers: z.array(numberSchema).default([]),
  templates: z.array(templateSchema).default([]),
});
export type SimulatedAccounts = z.output<typeof accountsSchema>;

/** A seed refers to an object that does not exist. */
export class SeedError extends Error {}

/** Throws a SeedError for the first reference to a missing object. */
export function checkReferences(accounts: SimulatedAccounts): void {
  const [portfolios, apps, wabas] = [accounts.portfolios, accounts.apps, accounts.wabas].map(
    (list) => new Set(list.map((item) => item.id)),
  );
  const need = (ids: Set<string> | undefined, id: string | null, what: string): void => {
    if (id !== null && !ids?.has(id)) throw new SeedError(`${what} ${id} is not in the seed`);
  };
  for (const waba of accounts.wabas) {
    need(portfolios, waba.owner_portfolio_id, "portfolio");
    need(portfolios, waba.on_behalf_of_portfolio_id, "portfolio");
  }
  for (const token of accounts.tokens) {
    need(apps, token.appId, "app");
    for (const id of [...token.readableWabaIds, ...token.manageableWabaIds]) need(wabas, id, "WABA");
  }
  for (const item of [...accounts.numbers, ...accounts.templates]) need(wabas, item.waba_id, "WABA");
}

export const seedSchema = accountsSchema.extend({ settings: settingsSchema.partial().optional() });
export type SimulatorSeed = z.input<typeof seedSchema>;

/** What a person may change about a number outside the API. */
export const numberFactsSchema = numberSchema.partial().omit({ e164: true });

export type Portfolio = z.output<typeof portfolioSchema>;
export type App = z.output<typeof appSchema>;
export type Token = z.output<typeof tokenSchema>;
export type Waba = z.output<typeof wabaSchema>;
export type Health = z.output<typeof healthSchema>;
export type NumberRecord = z.output<typeof numberSchema>;
export type TemplateRecord = z.output<typeof templateSchema>;
