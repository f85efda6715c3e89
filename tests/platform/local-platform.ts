/** The local platform's REST and Auth over a database of its own, used over HTTP as a browser does. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import { SignJWT } from "jose";
import { createMailStore, type MailStore } from "../../supabase/local/platform/mail.ts";
import { createPlatform } from "../../supabase/local/platform/platform.ts";
import type { SignInSettings } from "../../supabase/local/platform/sign-in-limits.ts";
import { serve } from "../../supabase/local/stack/serve.ts";
import { createTestDatabase, type TestDatabase } from "../fixtures/database.ts";
import { freePort } from "../../supabase/local/stack/free-port.ts";

export const jwtSecret = "a-secret-of-the-tests-with-more-than-32-characters";
export const publishableKey = "sb_publishable_of_the_tests_00000000_00000000";
export const secretKey = ["sb", "secret", "of_the_tests_00000000_00000000"].join("_");
export const password = "correct-horse-7";

export type ServedPlatform = {
  url: string;
  mails: MailStore;
  /** A token signed with the right secret, whatever its claims; valid for `seconds`. */
  signed(claims: Record<string, unknown>, seconds?: number): Promise<string>;
  get(pathname: string, headers?: Record<string, string>): Promise<Response>;
  stop(): Promise<void>;
};

export type LocalPlatform = ServedPlatform & {
  database: TestDatabase;
  client(key?: string): SupabaseClient;
  /** A client whose user, with a confirmed address, has just signed in and stays signed in. */
  signIn(
    email: string,
    metadata?: Record<string, string>,
  ): Promise<{ client: SupabaseClient; id: string; token: string }>;
};

export type PlatformExtras = {
  functionsUrl?: () => string | undefined;
  openFunctions?: Iterable<string>;
  signIn?: SignInSettings;
};

async function signed(claims: Record<string, unknown>, seconds = 600): Promise<string> {
  const ends = Math.floor(Date.now() / 1000) + seconds;
  const token = new SignJWT(claims).setProtectedHeader({ alg: "HS256" }).setExpirationTime(ends);
  return token.sign(new TextEncoder().encode(jwtSecret));
}

/** REST and Auth over an existing database; stopping leaves the database. */
export async function servePlatform(
  database: TestDatabase,
  { functionsUrl = () => undefined, openFunctions = [], signIn }: PlatformExtras = {},
): Promise<ServedPlatform> {
  const folder = mkdtempSync(path.join(tmpdir(), "portdesk-platform-"));
  const mails = createMailStore(path.join(folder, "mail.jsonl"));
  const port = await freePort();
  const platform = createPlatform({
    databaseUrl: database.url,
    sql: database.sql,
    url: `http://127.0.0.1:${port}`,
    siteUrl: "http://127.0.0.1:5173",
    jwtSecret,
    publishableKey,
    secretKey,
    mail: mails,
    functionsUrl,
    openFunctions: new Set(openFunctions),
    ...(signIn ? { signIn } : {}),
  });
  await platform.prepare();
  await platform.forgetSchema();
  const served = await serve(platform.fetch, port);
  return {
    url: served.url,
    mails,
    signed,
    get: (pathname, headers = {}) => fetch(`${served.url}${pathname}`, { headers }),
    async stop() {
      await served.close();
      await platform.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Portdesk's schema and, beside it, the fixture of a club's notes. */
export async function startLocalPlatform(extras: PlatformExtras = {}): Promise<LocalPlatform> {
  const database = await createTestDatabase();
  const fixture = readFileSync(path.join(import.meta.dirname, "fixtures/conformance.sql"), "utf8");
  await database.sql.begin(async (sql) => {
    await sql.unsafe("set local role postgres").simple();
    await sql.unsafe(fixture).simple();
  });
  const served = await servePlatform(database, extras);

  const client = (key = publishableKey) =>
    createClient(served.url, key, { auth: { persistSession: false, autoRefreshToken: false } });

  return {
    ...served,
    database,
    client,
    async signIn(email, metadata = {}) {
      const { admin } = client(secretKey).auth;
      const person = { email, password, email_confirm: true, user_metadata: metadata };
      const created = await admin.createUser(person);
      if (created.error) throw created.error;
      const own = client();
      const { data, error } = await own.auth.signInWithPassword({ email, password });
      if (error) throw error;
      return { client: own, id: data.user.id, token: data.session.access_token };
    },
    async stop() {
      await served.stop();
      await database.drop();
    },
  };
}
