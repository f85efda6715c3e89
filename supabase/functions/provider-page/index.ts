/** Entry point: the handler with its real services. */
import { createLogger } from "../_shared/log.ts";
import { supabaseRuntime } from "../_shared/runtime.ts";
import { createProviderPageHandler } from "./handler.ts";

export default {
  fetch: createProviderPageHandler({ supabase: supabaseRuntime(), log: createLogger("provider-page") }),
};
