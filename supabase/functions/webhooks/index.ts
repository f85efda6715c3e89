/** Entry point: the handler with its real services. */
import { createLogger } from "../_shared/log.ts";
import { supabaseRuntime, webhookRuntime } from "../_shared/runtime.ts";
import { createWebhooksHandler } from "./handler.ts";

const deps = { supabase: supabaseRuntime(), webhooks: webhookRuntime(), log: createLogger("webhooks") };

export default { fetch: createWebhooksHandler(deps) };
