/** Supabase as the caller sees it: with their token, and so with their rights. */
import type { Database } from "../../../database.types.ts";
import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import type { SupabaseRuntime } from "../runtime.ts";
import { statelessAuth } from "./stateless-auth.ts";

/** `authorization` is the caller's header, unchanged. */
export function createUserClient(
  runtime: SupabaseRuntime,
  authorization: string,
  fetch: typeof globalThis.fetch = globalThis.fetch,
): SupabaseClient<Database> {
  return createClient(runtime.url, runtime.publishableKey, {
    auth: statelessAuth,
    global: { fetch, headers: { Authorization: authorization } },
  });
}
