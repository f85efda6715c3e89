/** Fills a new stack with the demo: people through Auth, rows through the commands, numbers in the simulator. */
import type { Database } from "../../database.types.ts";
import { createClient } from "@supabase/supabase-js";
import bcrypt from "bcryptjs";
import postgres, { type Sql } from "postgres";
import type { RequestFacts } from "../../seeds/meta-facts.ts";
import { addTokens, seed } from "../../seeds/seed.ts";
import { demoAccounts } from "./demo-accounts.ts";

type DemoOptions = {
  /** A superuser's connection string. */
  database: string;
  api: string;
  secretKey: string;
  /** Base URL of the Graph simulator; null if another Graph server is used. */
  simulated: string | null;
  /** Null leaves the connections without tokens, for addDemoTokens. */
  tokenKeys: Record<string, string> | null;
};

type CreateUser = (email: string, password: string, metadata: Record<string, string>) => Promise<string>;

/** Reuses a user whom an earlier, killed start signed up. */
function createUsersThrough(api: string, secretKey: string, sql: Sql): CreateUser {
  const client = createClient<Database>(api, secretKey, {
    auth: { persistSession: false, autoRefreshToken: false },
  });
  // Once for everybody with the same password, since it takes longer than all else that makes a person.
  const hashes = new Map<string, Promise<string>>();
  const hashOf = (password: string) => {
    const hash = hashes.get(password) ?? bcrypt.hash(password, 10);
    hashes.set(password, hash);
    return hash;
  };
  return async (email, password, metadata) => {
    const { data, error } = await client.auth.admin.createUser({
      email,
      password_hash: await hashOf(password),
      email_confirm: true,
      user_metadata: metadata,
    });
    if (!error) return data.user.id;
    const [present] = await sql<
      { id: string }[]
    >`select id from auth.users where email = ${email.toLowerCase()}`;
    if (error.code !== "email_exists" || !present) throw error;
    return present.id;
  };
}

/** Adds the requests' numbers to the simulator's accounts; throws with its message if it refuses. */
export async function seedSimulator(
  graphUrl: string,
  requests: readonly RequestFacts[],
  now: Date,
): Promise<void> {
  const response = await fetch(new URL("/_sim/seed", graphUrl), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ mode: "merge", seed: demoAccounts(requests, now) }),
  });
  if (!response.ok) throw new Error(`The simulator refused the demo's accounts: ${await response.text()}`);
}

/** As the role of the migrations, so that the demo's data meet the same rights. */
async function asMigrations<T>(database: string, work: (sql: Sql) => Promise<T>): Promise<T> {
  // One connection for each provider.
  const sql = postgres(database, { onnotice: () => undefined, max: 2, connection: { role: "postgres" } });
  try {
    return await work(sql);
  } finally {
    await sql.end();
  }
}

export function seedDemo({ database, api, secretKey, simulated, tokenKeys }: DemoOptions): Promise<void> {
  return asMigrations(database, (sql) =>
    seed({
      database: sql,
      createUser: createUsersThrough(api, secretKey, sql),
      seedMeta: simulated === null ? null : (requests, now) => seedSimulator(simulated, requests, now),
      tokenKeys,
    }),
  );
}

/** Seals the tokens that the demo was seeded without. */
export function addDemoTokens(database: string, tokenKeys: Record<string, string>): Promise<void> {
  return asMigrations(database, (sql) => addTokens(sql, tokenKeys));
}
