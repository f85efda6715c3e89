/** Translates the database's errors into refusals for the caller; unintended ones go to the log only. */
import type { Logger } from "../log.ts";
import { Refusal } from "#domain/commands/refusal.ts";

/** The fields of PostgREST's error that are used. */
export type DatabaseError = { code?: string; message: string; hint?: string | null };

/**
 * sqlstate PTnnn carries HTTP status, code (message) and hint; 42501 becomes 403 not_permitted; a token that PostgREST
 * refuses becomes 401 not_signed_in; anything else is logged and becomes 500 internal.
 */
export function refusalOf(error: DatabaseError, log: Logger): Refusal {
  const raised = /^PT([45]\d\d)$/.exec(error.code ?? "");
  if (raised?.[1] && /^[a-z][a-z_]{1,60}$/.test(error.message)) {
    return new Refusal(Number(raised[1]), error.message, error.hint ? { hint: error.hint } : {});
  }
  if (error.code === "42501") return new Refusal(403, "not_permitted");
  if (/^PGRST30\d$/.test(error.code ?? "")) return new Refusal(401, "not_signed_in");
  log.error("database_failed", { code: error.code ?? "none", message: error.message });
  return new Refusal(500, "internal");
}
