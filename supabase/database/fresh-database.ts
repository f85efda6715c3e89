/** Creates a database on a server: Auth's tables, what a hosted project already has, and a folder's migrations. */
import path from "node:path";
import postgres from "postgres";
import { bootstrap, migrate, migrationsFolder } from "../local/database/migrate.ts";
import { createMailStore } from "../local/platform/mail.ts";
import { createPlatform } from "../local/platform/platform.ts";

type Order = {
  /** A superuser's connection string to the database `postgres`. */
  serverUrl: string;
  name: string;
  /** For what the platform keeps in files. */
  folder: string;
  migrations?: string;
};

/** Resolves to a superuser's connection string; throws if the name is taken or a migration fails. */
export async function createDatabase({
  serverUrl,
  name,
  folder,
  migrations = migrationsFolder,
}: Order): Promise<string> {
  const server = postgres(serverUrl, { max: 1, onnotice: () => undefined });
  await server.unsafe(`create database ${name}`);
  await server.end();
  const url = serverUrl.replace(/\/postgres$/, `/${name}`);
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  const platform = createPlatform({
    databaseUrl: url,
    sql,
    url: "http://127.0.0.1",
    siteUrl: "http://127.0.0.1",
    jwtSecret: "only-used-to-make-the-tables-of-auth-in-a-new-database",
    publishableKey: "sb_publishable_unused",
    secretKey: "unused",
    mail: createMailStore(path.join(folder, "mail.jsonl")),
    functionsUrl: () => undefined,
    openFunctions: new Set(),
  });
  try {
    await platform.prepare();
    await bootstrap(sql);
    await migrate(sql, migrations);
  } finally {
    await platform.close();
    await sql.end();
  }
  return url;
}
