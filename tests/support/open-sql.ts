/** Connections to a test database. */
import postgres, { type Sql } from "postgres";

/** As `role`, with a token's claims that say so; a superuser's if none is named. */
export function openSql(url: string, max: number, role?: "service_role"): Sql {
  const claims = { role, "request.jwt.claims": JSON.stringify({ role }) };
  return postgres(url, { max, onnotice: () => undefined, ...(role ? { connection: claims } : {}) });
}
