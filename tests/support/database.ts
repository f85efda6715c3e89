/** A database of its own for each test file: a clone of the migrated template, with ways to act as anybody. */
import { randomBytes, randomUUID } from "node:crypto";
import postgres, { type Sql, type TransactionSql } from "postgres";
import { inject } from "vitest";
import { revivableSql } from "./revivable-sql.ts";
import { templateName } from "./test-server.ts";

export type Claims = {
  role: "anon" | "authenticated" | "service_role";
  sub?: string;
  email?: string;
  aal?: string;
  /** How the session began. */
  amr?: readonly { method: string }[];
};

/** In sessions begun by a mailed code. */
export const byMail = { amr: [{ method: "otp" }] } as const;

export type TestDatabase = {
  /** A superuser's connection string. */
  url: string;
  /** A superuser's connection: it sees and may do everything. */
  sql: Sql;
  /** Connections of the service role, as the engine has them. */
  serviceSql: Sql;
  /** Runs statements in one transaction as the API would for a token with these claims; rolls back when they throw. */
  asUser<T>(claims: Claims, statements: (sql: TransactionSql) => Promise<T>): Promise<T>;
  /** A row in auth.users; returns its id. */
  createUser(email: string): Promise<string>;
  /** Closes every connection, so that the server may go away; the next statement opens new ones. */
  disconnect(): Promise<void>;
  drop(): Promise<void>;
};

async function onServer(url: string, statements: readonly string[]): Promise<void> {
  const server = postgres(url, { max: 1, onnotice: () => undefined });
  for (const statement of statements) await server.unsafe(statement);
  await server.end();
}

/**
 * Costs about 0.2 s. `serverUrl`: of a server with the template; by default the one of the vitest run.
 * `template`: another database of that server to which nobody is connected.
 */
export async function createTestDatabase(
  serverUrl = inject("databaseUrl"),
  template = templateName,
): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  await onServer(serverUrl, [
    `create database ${name} template ${template}`,
    `alter database ${name} set search_path to "$user", public, extensions`,
  ]);
  const url = serverUrl.replace(/\/postgres$/, `/${name}`);
  const { sql, disconnect } = revivableSql(url, 8);
  const service = revivableSql(url, 8, "service_role");

  async function asUser<T>(claims: Claims, statements: (sql: TransactionSql) => Promise<T>): Promise<T> {
    const result = await sql.begin(async (transaction) => {
      await transaction`select set_config('role', ${claims.role}, true),
        set_config('request.jwt.claims', ${JSON.stringify(claims)}, true)`;
      return { value: await statements(transaction) };
    });
    return result.value;
  }

  return {
    url,
    sql,
    serviceSql: service.sql,
    asUser,
    async createUser(email) {
      const id = randomUUID();
      await sql`insert into auth.users (id, aud, role, email) values (${id}, 'authenticated', 'authenticated', ${email})`;
      return id;
    },
    async disconnect() {
      await Promise.all([disconnect(), service.disconnect()]);
    },
    async drop() {
      await Promise.all([sql.end(), service.sql.end()]);
      await onServer(serverUrl, [`drop database if exists ${name} with (force)`]);
    },
  };
}
