/** Runs Supabase's REST and Auth on a Postgres, without Docker: Lite behind the gateway. */
import { App, type EmailDriver } from "@supabase/lite";
import type { Sql } from "postgres";
import { createAccessTokens } from "./access-tokens.ts";
import { createAuthAdmin } from "./auth-admin.ts";
import { createAuthRoutes } from "./auth-routes.ts";
import { createPlatformConnection } from "./connection.ts";
import { createGateway } from "./gateway.ts";
import type { MailStore } from "./mail.ts";
import { quietRefusals } from "./quiet-refusals.ts";
import { createSignInGuard, type SignInSettings } from "./sign-in-limits.ts";

export type PlatformOptions = {
  /** A superuser's connection string. */
  databaseUrl: string;
  /** Our own superuser connection, for what Lite does not do. */
  sql: Sql;
  url: string;
  siteUrl: string;
  jwtSecret: string;
  publishableKey: string;
  secretKey: string;
  mail: MailStore;
  functionsUrl: () => string | undefined;
  openFunctions: ReadonlySet<string>;
  /** Undefined: no limit. */
  signIn?: SignInSettings;
};

export type Platform = {
  fetch(request: Request): Promise<Response>;
  /** Creates the auth schema; call it before the migrations. */
  prepare(): Promise<void>;
  /** Lite remembers the tables that it saw, so call this after the migrations. */
  forgetSchema(): Promise<void>;
  close(): Promise<void>;
};

/** Lite points the links in its e-mails to the app; Auth answers at the gateway. */
function mailerFor({ mail, siteUrl, url }: PlatformOptions): EmailDriver {
  const mend = (text: string) => text.replaceAll(`${siteUrl}/auth/v1/`, `${url}/auth/v1/`);
  return {
    send(message) {
      const { text, html } = message;
      return mail.send({
        ...message,
        ...(text ? { text: mend(text) } : {}),
        ...(html ? { html: mend(html) } : {}),
      });
    },
  };
}

export function createPlatform(options: PlatformOptions): Platform {
  const { jwtSecret, publishableKey, secretKey, signIn } = options;
  quietRefusals();
  const connection = createPlatformConnection(options.databaseUrl);
  const tokens = createAccessTokens(jwtSecret, `${options.url}/auth/v1`, options.sql);

  /** Keys of our own carry a token that the gateway has verified; any other must be one of the two fixed keys. */
  const resolver = async (key: string) => {
    if (key === publishableKey) return { type: "publishable" as const, claims: { role: "anon" } };
    if (key === secretKey) return { type: "secret" as const, claims: { role: "service_role" } };
    if (!key.startsWith("int_")) return null;
    const verdict = await tokens.verify(key.slice(4));
    return "claims" in verdict ? { type: "publishable" as const, claims: verdict.claims } : null;
  };

  const app = new App({
    connection,
    api: { schemas: ["public"], max_rows: 1000 },
    auth: {
      enabled: true,
      jwt_secret: jwtSecret,
      jwt_expiry: 3600,
      site_url: options.siteUrl,
      publishable_key: publishableKey,
      secret_key: secretKey,
      enable_signup: true,
      email: {
        enable_signup: true,
        enable_confirmations: true,
        ...(signIn ? { otp_expiry: signIn.codeLifetime } : {}),
      },
    },
    options: {
      drivers: { email: mailerFor(options) },
      server: { disableStudio: true, disableFallback: true, admin: false, apiKeys: { resolver } },
    },
  });
  const lite = (request: Request) => app.fetch(request);
  const gateway = createGateway({
    lite,
    authRoutes: createAuthRoutes(lite, tokens, options.sql),
    authAdmin: createAuthAdmin(options.sql),
    functionsUrl: options.functionsUrl,
    openFunctions: options.openFunctions,
    tokens,
    publishableKey,
    secretKey,
    appOrigin: options.siteUrl,
    ...(signIn ? { signInGuard: createSignInGuard(signIn.limits) } : {}),
  });

  return {
    fetch: gateway,
    async prepare() {
      await app.init();
      await app.ensureSystemSchema();
    },
    forgetSchema: () => connection.clearSchemaCache(),
    close: () => connection.close(),
  };
}
