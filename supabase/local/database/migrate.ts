/** Applies supabase/migrations to a database: each file whole, in one transaction, as the non-superuser `postgres`. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Sql } from "postgres";

const here = import.meta.dirname;
export const migrationsFolder = path.join(here, "../../migrations");

/** `sql` is a superuser's connection; the auth schema must exist already. */
export async function bootstrap(sql: Sql): Promise<void> {
  await sql.unsafe(readFileSync(path.join(here, "bootstrap.sql"), "utf8")).simple();
  // Of the rights that a hosted project's `postgres` has on Auth's tables, only those that the migrations use.
  await sql
    .unsafe(
      `grant select, references, trigger, update (encrypted_password) on auth.users to postgres;
      grant select, delete on auth.sessions, auth.identities to postgres`,
    )
    .simple();
}

/** The database was made by migrations that the folder lacks: of another version, or from before the first release. */
export class UnknownMigrations extends Error {
  constructor(versions: readonly string[]) {
    super(
      `This database was made by migrations that are not here (${versions.slice(0, 3).join(", ")}…). ` +
        "Take the version of Portdesk that made it, or start over with an empty database: npm start -- --reset.",
    );
    this.name = "UnknownMigrations";
  }
}

/**
 * Applies missing files, oldest first; returns their names. A failing file changes nothing; throws UnknownMigrations.
 */
export async function migrate(sql: Sql, folder: string = migrationsFolder): Promise<string[]> {
  const rows = await sql<{ version: string }[]>`select version from supabase_migrations.schema_migrations`;
  const known = new Set(rows.map((row) => row.version));
  const all = readdirSync(folder).filter((file) => /^\d{14}_[a-z0-9_]+\.sql$/.test(file));
  const lost = [...known].filter((version) => !all.some((file) => file.startsWith(version)));
  if (lost.length > 0) throw new UnknownMigrations(lost);
  const files = all.filter((file) => !known.has(file.slice(0, 14))).sort();
  for (const file of files) {
    const text = readFileSync(path.join(folder, file), "utf8");
    try {
      await sql.begin(async (transaction) => {
        await transaction.unsafe("set local role postgres").simple();
        await transaction.unsafe(text).simple();
        await transaction`insert into supabase_migrations.schema_migrations (version, name, statements)
          values (${file.slice(0, 14)}, ${file.slice(15, -4)}, ${[text]})`;
      });
    } catch (error) {
      throw new Error(`Migration ${file} failed: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      });
    }
  }
  return files;
}
