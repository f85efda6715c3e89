/** Returns the contents of a provider's public application page, without sign-in. */
import { providerPageFunction } from "#domain/functions/provider-page-function.ts";
import { createCall } from "../_shared/database/call.ts";
import { answer, type Handler, serve } from "../_shared/http.ts";
import type { Logger } from "../_shared/log.ts";
import { Refusal } from "#domain/commands/refusal.ts";
import type { SupabaseRuntime } from "../_shared/runtime.ts";
import { createServiceClient } from "../_shared/database/service-client.ts";

export type ProviderPageDeps = { supabase: SupabaseRuntime; log: Logger; fetch?: typeof fetch };

/** GET ?slug= → 200 with the page, or 404 provider_not_found. */
export function createProviderPageHandler({ supabase, log, fetch }: ProviderPageDeps): Handler {
  const call = createCall(createServiceClient(supabase, fetch), log);
  return serve("GET", log, async (request) => {
    const slug = new URL(request.url).searchParams.get("slug");
    const asked = providerPageFunction.request.safeParse({ slug });
    if (!asked.success) throw new Refusal(404, "provider_not_found");
    const page = await call("provider_page", { p_slug: asked.data.slug });
    if (page === null) throw new Refusal(404, "provider_not_found");
    return answer(providerPageFunction, providerPageFunction.answer.parse(page));
  });
}
