/** The only reader of the environment: the settings of the place where a function runs, under Deno and Node alike. */
import process from "node:process";
import * as z from "zod/mini";
import { graphVersion } from "./graph/graph-version.ts";
import { type MailRuntime, type MailService, mailServices, mailUrls } from "./mail/mail-services.ts";

export type Environment = Record<string, string | undefined>;

export type SupabaseRuntime = { url: string; publishableKey: string; secretKey: string };

export type GraphRuntime = {
  /** Without a trailing slash and without the version. */
  url: string;
  version: string;
  /** For appsecret_proof; absent if the app does not require it. */
  appSecret?: string;
  /** The member of `register`'s answer that means "the PIN was not reset"; Meta has not published its name. */
  pinKept?: { member: string; value: string };
  /** Keys of the stored tokens, base64 of 32 bytes each; new tokens use the current one. */
  tokenKeys: { current: string; keys: Record<string, string> };
  /** Where Meta's signup window opens; absent if there is none. */
  signup?: SignupRuntime;
};

export type SignupRuntime = {
  /** The window's URL without the parameters of one request. */
  url: string;
  /** Origins from which the window sends its messages. */
  origins: readonly string[];
  /** Portdesk's own page that receives the code from the window. */
  returnUrl: string;
};

const tokenKeys = z.record(z.string().check(z.minLength(1)), z.base64().check(z.length(44)));

/** Throws if the platform does not provide Supabase's address and keys. */
export function supabaseRuntime(environment: Environment = process.env): SupabaseRuntime {
  return {
    url: required(environment, "SUPABASE_URL"),
    publishableKey: platformKey(environment, "SUPABASE_PUBLISHABLE_KEYS", "SUPABASE_ANON_KEY"),
    secretKey: platformKey(environment, "SUPABASE_SECRET_KEYS", "SUPABASE_SERVICE_ROLE_KEY"),
  };
}

const namedKeys = z.record(z.string(), z.string().check(z.minLength(1)));

/**
 * Hosted provides keys of the new kind as JSON, name to key, of which one is called "default"; the legacy keys end with
 * 2026 (supabase.com/docs/guides/functions/secrets and getting-started/migrating-to-new-api-keys, read 2026-12-01).
 */
function platformKey(environment: Environment, ring: string, legacy: string): string {
  const text = environment[ring];
  if (!text) return required(environment, legacy);
  const keys = namedKeys.parse(JSON.parse(text));
  return keys.default ?? Object.values(keys)[0] ?? required(environment, legacy);
}

/** Throws if no token key is configured, so that no function starts that could not decrypt a token. */
export function graphRuntime(environment: Environment = process.env): GraphRuntime {
  const keys = tokenKeys.parse(JSON.parse(required(environment, "PORTDESK_TOKEN_KEYS")));
  const current = Object.keys(keys)[0];
  if (current === undefined) throw new Error("PORTDESK_TOKEN_KEYS holds no key");
  const appSecret = environment.PORTDESK_META_APP_SECRET;
  return {
    url: (environment.PORTDESK_GRAPH_URL ?? "https://graph.facebook.com").replace(/\/+$/, ""),
    version: environment.PORTDESK_GRAPH_VERSION ?? graphVersion,
    ...(appSecret ? { appSecret } : {}),
    ...pinKept(environment),
    tokenKeys: { current, keys },
    ...signupRuntime(environment),
  };
}

/** `PORTDESK_PIN_KEPT=member=value`, e.g. `pin_reset=false`. Throws for anything else. */
function pinKept({ PORTDESK_PIN_KEPT: text }: Environment): Pick<GraphRuntime, "pinKept"> {
  if (!text) return {};
  const [, member, value] = /^(\w+)=(\w+)$/.exec(text) ?? [];
  if (member === undefined || value === undefined)
    throw new Error("PORTDESK_PIN_KEPT must be member=value, e.g. pin_reset=false");
  return { pinKept: { member, value } };
}

/** Both or neither: a window that cannot return its code is useless. */
function signupRuntime(environment: Environment): { signup?: SignupRuntime } {
  const url = environment.PORTDESK_SIGNUP_URL;
  const app = appUrl(environment);
  if (!url || !app) return {};
  const listed = (environment.PORTDESK_SIGNUP_ORIGINS ?? "").split(",").filter(Boolean);
  return {
    signup: {
      url,
      origins: [...new Set([new URL(url).origin, ...listed.map((one) => new URL(one).origin)])],
      returnUrl: `${new URL(app).origin}/signup-return`,
    },
  };
}

export type WebhookRuntime = {
  /** Of the Meta app: the current one, and the former one during a change. */
  appSecrets: readonly string[];
  /** The token that Meta must present in the handshake. */
  verifyToken: string;
  /** A JWT of the role that can only put webhooks into the inbox; if absent, the secret key is used. */
  receiverToken?: string;
};

/** Throws if no secret or token is set: nothing could be verified then. */
export function webhookRuntime(environment: Environment = process.env): WebhookRuntime {
  const former = environment.PORTDESK_META_APP_SECRET_FORMER;
  const receiverToken = environment.PORTDESK_WEBHOOK_TOKEN;
  return {
    appSecrets: [required(environment, "PORTDESK_META_APP_SECRET"), ...(former ? [former] : [])],
    verifyToken: required(environment, "PORTDESK_WEBHOOK_VERIFY_TOKEN"),
    ...(receiverToken ? { receiverToken } : {}),
  };
}

/** The secret that the ticker or cron must send in x-portdesk-tick. */
export function tickSecret(environment: Environment = process.env): string {
  return required(environment, "PORTDESK_TICK_SECRET");
}

/** Undefined if no mail service is configured. Throws if what is configured names no service or no address. */
export function mailRuntime(environment: Environment = process.env): MailRuntime | undefined {
  const { PORTDESK_MAIL_KEY: key, PORTDESK_MAIL_FROM: from, PORTDESK_MAIL_URL: ownUrl } = environment;
  // Resend's shape is the plainest: a service of one's own takes it at its address.
  const named = environment.PORTDESK_MAIL_SERVICE || (ownUrl && "resend");
  if (!key || !from || !named) return undefined;
  if (!Object.hasOwn(mailServices, named))
    throw new Error(`PORTDESK_MAIL_SERVICE must be one of ${Object.keys(mailServices).join(", ")}`);
  const service = named as MailService;
  const url = ownUrl || mailUrls[service];
  if (!url) throw new Error(`PORTDESK_MAIL_URL is not set, and ${service} has no address for everybody`);
  const app = appUrl(environment);
  return { service, url, key, from, ...(app ? { appUrl: app } : {}) };
}

/** Where people sign in; undefined if not configured. */
export const appUrl = (environment: Environment = process.env): string | undefined =>
  environment.PORTDESK_APP_URL || undefined;

function required(environment: Environment, name: string): string {
  const value = environment[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
}
