/** The demo's Meta side as the Graph simulator's seed: every number is in the state that its request requires. */
import type { SimulatorSeed } from "../../graph-simulator/seed.ts";
import { profileOf, type RequestFacts } from "../../seeds/meta-facts.ts";
import { type Newcomer, newcomers, type NewcomerTrouble } from "../../seeds/newcomers.ts";
import { type ProviderSeed, providers } from "../../seeds/providers.ts";
import { reached, stageFacts, type Trouble as StageTrouble } from "../../seeds/stages.ts";
import { copiesOf, type TemplateSeed, templatesOf } from "../../seeds/template-library.ts";

/** The secret of both apps; the functions receive it too. */
export const demoAppSecret = "simulated-app-secret";

type Trouble = StageTrouble | NewcomerTrouble;

type Accounts = {
  [Part in "portfolios" | "wabas" | "numbers" | "templates"]: NonNullable<SimulatorSeed[Part]>;
};
type Account = Accounts["wabas"][number];

/** Several requests share a client's portfolio and destination: a later one adds what the earlier ones lack. */
function addAccount(accounts: Accounts, account: Account): void {
  const present = accounts.wabas.find((other) => other.id === account.id);
  if (!present) accounts.wabas.push(account);
  else if ((account.subscribed_apps ?? []).length > 0) present.subscribed_apps = account.subscribed_apps;
}

function addPortfolio(accounts: Accounts, id: string, name: string, limit = "TIER_2K"): void {
  if (accounts.portfolios.some((portfolio) => portfolio.id === id)) return;
  accounts.portfolios.push({ id, name, whatsapp_business_manager_messaging_limit: limit });
}

type Side = {
  provider: ProviderSeed;
  company: string;
  businessId: string;
  sourceWabaId: string;
  destinationWabaId: string;
  trouble: Trouble | null;
  subscribed: boolean;
  accountModel?: Newcomer["accountModel"];
};

function addAccounts(accounts: Accounts, side: Side): void {
  const funding = `6600${side.businessId.slice(4)}`;
  const foreign = side.trouble === "different_business";
  addPortfolio(accounts, side.businessId, side.company);
  addAccount(accounts, {
    id: side.sourceWabaId,
    name: `${side.company} (old)`,
    owner_portfolio_id: side.businessId,
    primary_funding_id: funding,
    account_model: side.accountModel ?? "old",
  });
  addAccount(accounts, {
    id: side.destinationWabaId,
    name: side.company,
    owner_portfolio_id: foreign ? side.provider.connection.businessId : side.businessId,
    primary_funding_id: funding,
    subscribed_apps: side.subscribed ? [{ app_id: side.provider.connection.appId }] : [],
    ...(side.trouble === "destination_full" ? { number_room: 0 } : {}),
    ...(side.trouble === "destination_pending" ? { account_review_status: "PENDING" } : {}),
  });
}

function troubledNumber(trouble: Trouble | null) {
  return {
    is_pin_enabled: trouble === "two_step_on",
    ...(trouble === "two_step_on" ? { pin: "246810" } : {}),
    new_name_status: trouble === "name_pending" ? "PENDING_REVIEW" : "NONE",
  };
}

function addTemplates(
  accounts: Accounts,
  serial: number,
  locale: "en" | "ru",
  source: string,
  copiedTo: string | null,
): void {
  const push = ({ quality, ...template }: TemplateSeed, waba: string) => {
    const components = [{ type: "BODY", text: template.name.replaceAll("_", " ") }];
    accounts.templates.push({ ...template, components, waba_id: waba, quality_score: { score: quality } });
  };
  const templates = templatesOf(serial, locale);
  for (const template of templates) push(template, source);
  if (copiedTo !== null) for (const copy of copiesOf(templates)) push(copy, copiedTo);
}

function addProvider(accounts: Accounts, { connection, name, probe }: ProviderSeed): void {
  addPortfolio(accounts, connection.businessId, name);
  addAccount(accounts, {
    id: probe.wabaId,
    name: `${name} (probe)`,
    owner_portfolio_id: connection.businessId,
    primary_funding_id: `6600${connection.businessId.slice(4)}`,
    subscribed_apps: [{ app_id: connection.appId }],
  });
  accounts.numbers.push({
    id: probe.phoneNumberId,
    waba_id: probe.wabaId,
    e164: probe.phone,
    verified_name: name,
  });
  accounts.templates.push({
    id: probe.templateId,
    waba_id: probe.wabaId,
    name: probe.template,
    language: "en_US",
    components: [{ type: "BODY", text: "This is a test of the line." }],
  });
}

function addNewcomer(accounts: Accounts, one: Newcomer, index: number): void {
  const provider = providers[one.provider];
  addAccounts(accounts, { ...one, provider });
  accounts.numbers.push({
    id: one.sourcePhoneNumberId,
    waba_id: one.sourceWabaId,
    e164: one.phone,
    verified_name: one.company,
    is_official_business_account: index === 0,
    ...troubledNumber(one.trouble),
  });
  addTemplates(accounts, 3_003 + index * 4, provider.locale, one.sourceWabaId, null);
}

function simulatedProfile(facts: RequestFacts) {
  const { hasPicture, about, email, websites } = profileOf(facts);
  const picture = hasPicture ? "https://pictures.example/logo.jpg" : null;
  return { about, email, websites, profile_picture_url: picture };
}

function addRequest(accounts: Accounts, facts: RequestFacts, now: Date): void {
  const { seed, ids, provider } = facts;
  const { company, messagingLimit } = facts.client;
  const trouble = stageFacts(seed.stage).trouble ?? null;
  const registered = reached(seed.stage, "registered");
  addPortfolio(accounts, ids.business, company, messagingLimit);
  addAccounts(accounts, {
    provider,
    company,
    businessId: ids.business,
    sourceWabaId: ids.sourceWaba,
    destinationWabaId: ids.destinationWaba,
    trouble,
    subscribed: reached(seed.stage, "subscribed"),
  });
  const number = {
    e164: seed.phone,
    verified_name: company,
    is_official_business_account: seed.official ?? false,
    profile: simulatedProfile(facts),
  };
  accounts.numbers.push({
    ...number,
    id: ids.sourcePhone,
    waba_id: ids.sourceWaba,
    ...troubledNumber(trouble),
    ...(registered ? { status: "MIGRATED" } : {}),
  });
  addTemplates(
    accounts,
    facts.serial,
    provider.locale,
    ids.sourceWaba,
    reached(seed.stage, "copied") ? ids.destinationWaba : null,
  );
  if (!reached(seed.stage, "claimed")) return;
  const verified = reached(seed.stage, "verified");
  accounts.numbers.push({
    ...number,
    id: ids.destinationPhone,
    waba_id: ids.destinationWaba,
    claimed_from_waba_id: ids.sourceWaba,
    code_verification_status: verified ? "VERIFIED" : "NOT_VERIFIED",
    verified_at: verified ? now.toISOString() : null,
    ...(registered
      ? { status: seed.stage === "failed" ? "RESTRICTED" : "CONNECTED", is_pin_enabled: true, pin: "135790" }
      : { status: "PENDING", platform_type: "NOT_APPLICABLE", quality_rating: "UNKNOWN" }),
  });
}

/** The accounts of all requests and newcomers; the provider's tokens read old accounts and manage new ones. */
export function demoAccounts(requests: readonly RequestFacts[], now: Date): SimulatorSeed {
  const accounts: Accounts = { portfolios: [], wabas: [], numbers: [], templates: [] };
  for (const provider of Object.values(providers)) addProvider(accounts, provider);
  for (const facts of requests) addRequest(accounts, facts, now);
  for (const [index, one] of newcomers.entries()) addNewcomer(accounts, one, index);

  const tokens = Object.values(providers).map((provider) => {
    const own = requests.filter((facts) => facts.provider === provider).map((facts) => facts.ids);
    const expected = newcomers.filter((one) => one.provider === provider.key);
    return {
      token: provider.connection.token,
      appId: provider.connection.appId,
      portfolioId: provider.connection.businessId,
      readableWabaIds: [...own.map((ids) => ids.sourceWaba), ...expected.map((one) => one.sourceWabaId)],
      manageableWabaIds: [
        ...new Set([
          provider.probe.wabaId,
          ...own.map((ids) => ids.destinationWaba),
          ...expected.map((one) => one.destinationWabaId),
        ]),
      ],
    };
  });
  const apps = Object.values(providers).map(({ connection }) => ({
    id: connection.appId,
    name: connection.appName,
    secret: demoAppSecret,
    signup_config_id: connection.signupConfigId,
  }));
  // Messages arrive, and their recipients answer, so that a test message can be tried.
  const settings = { messagesTravel: true, phonesAnswerSeconds: 3 };
  return { ...accounts, apps, tokens, settings };
}
