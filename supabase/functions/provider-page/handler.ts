/** What a visitor may know of a provider: the public application page's contents, without sign-in. */
import { refusalOf } from "../_shared/database-error.ts";
import { type Handler, json, serve } from "../_shared/http.ts";
import type { Logger } from "../_shared/log.ts";
import { Refusal } from "../_shared/refusal.ts";
import type { SupabaseRuntime } from "../_shared/runtime.ts";
import { createServiceClient } from "../_shared/service-client.ts";

export type ProviderPageDeps = { supabase: SupabaseRuntime; log: Logger; fetch?: typeof fetch };

/** GET ?slug= → 200 with the page, or 404 provider_not_found. */
export function createProviderPageHandler({ supabase, log, fetch }: ProviderPageDeps): Handler {
  const client = createServiceClient(supabase, fetch);
  return serve("GET", log, async (request) => {
    const slug = new URL(request.url).searchParams.get("slug") ?? "";
    if (!/^[a-z0-9][a-z0-9-]{1,40}$/.test(slug)) throw new Refusal(404, "provider_not_found");
    const { data, error } = await client.rpc("provider_page", { p_slug: slug });
    if (error) throw refusalOf(error, log);
    if (data === null) throw new Refusal(404, "provider_not_found");
    return json(data);
  });
}
