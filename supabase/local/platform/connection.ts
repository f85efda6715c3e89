/** Corrects Lite's database connection to behave like hosted; the conformance test proves every point. */
import { AsyncLocalStorage } from "node:async_hooks";
import { createPostgresConnection, type PostgresConnection } from "@supabase/lite/postgres";
import { type Kysely, sql } from "kysely";
import type { DatabaseError } from "./rest-errors.ts";

type SessionVariables = {
  auth?: { uid?: string; role?: string; jwt?: Record<string, unknown> };
  storage?: { operation?: string };
};

/** The private members of Lite that the corrections touch; the reason for pinning its version. */
type PrivateParts = {
  rlsState: string;
  applyJwtSessionContext: (transaction: Kysely<unknown>, variables: SessionVariables) => Promise<void>;
  normalizeDbError: (error: unknown) => unknown;
};

/** Remembers, for the current request, the error that Postgres really raised. */
export const raisedError = new AsyncLocalStorage<{ error?: DatabaseError }>();

const isoTime = (text: string) => text.replace(" ", "T").replace(/([+-]\d\d)$/, "$1:00");
const asJson = (value: unknown) =>
  typeof value === "string" && /^\s*[[{]/.test(value) ? value : JSON.stringify(value);

/** As PostgREST writes them: numeric as a number, times in ISO 8601, JSON never encoded twice. */
const types = {
  numeric: { to: 1700, from: [1700], serialize: String, parse: Number },
  timestamptz: { to: 1184, from: [1184], serialize: (value: unknown) => value, parse: isoTime },
  timestamp: {
    to: 1114,
    from: [1114],
    serialize: (value: unknown) => value,
    parse: (text: string) => text.replace(" ", "T"),
  },
  json: { to: 114, from: [114], serialize: asJson, parse: (text: string): unknown => JSON.parse(text) },
  jsonb: { to: 3802, from: [3802], serialize: asJson, parse: (text: string): unknown => JSON.parse(text) },
};

function privateParts(connection: PostgresConnection): PrivateParts {
  return connection as unknown as PrivateParts;
}

/** `url` is a superuser's: Lite switches to the caller's role in every transaction. */
export function createPlatformConnection(url: string): PostgresConnection {
  const connection = createPostgresConnection({
    url,
    postgresOptions: { types, onnotice: () => undefined, max: 10 },
  });
  const parts = privateParts(connection);
  // "active" makes Lite skip its GRANT ALL to anon and authenticated.
  parts.rlsState = "active";
  parts.applyJwtSessionContext = async (transaction, { auth, storage }) => {
    const role = auth?.role ?? "anon";
    const claims = JSON.stringify(auth?.jwt ?? { role });
    await sql`select set_config('role', ${role}, true), set_config('request.jwt.claim.sub', ${auth?.uid ?? ""}, true),
      set_config('request.jwt.claim.role', ${role}, true), set_config('request.jwt.claims', ${claims}, true),
      set_config('storage.operation', ${storage?.operation ?? ""}, true)`.execute(transaction);
    // As in PostgREST: a role's own settings apply although nobody signs in as it.
    await sql`select set_config(split_part(setting, '=', 1), split_part(setting, '=', 2), true)
      from pg_roles, unnest(rolconfig) as setting where rolname = ${role}`.execute(transaction);
  };
  const normalise = parts.normalizeDbError.bind(connection);
  parts.normalizeDbError = (error) => {
    const normal = normalise(error);
    const place = raisedError.getStore();
    if (place && typeof normal === "object" && normal !== null && "code" in normal) place.error = normal;
    return normal;
  };
  return connection;
}
