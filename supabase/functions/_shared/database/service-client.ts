/** Supabase with the secret key, only for what no person may do, such as the engine's own commands. */
import type { Database } from "../../../database.types.ts";
import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import type { SupabaseRuntime } from "../runtime.ts";
import { statelessAuth } from "./stateless-auth.ts";

export function createServiceClient(
  runtime: SupabaseRuntime,
  fetch: typeof globalThis.fetch = globalThis.fetch,
): SupabaseClient<Database> {
  return createClient(runtime.url, runtime.secretKey, { auth: statelessAuth, global: { fetch } });
}
