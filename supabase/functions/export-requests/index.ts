/** Entry point: the handler with its real services. */
import { createLogger } from "../_shared/log.ts";
import { supabaseRuntime } from "../_shared/runtime.ts";
import { createExportRequestsHandler } from "./handler.ts";

export default {
  fetch: createExportRequestsHandler({ supabase: supabaseRuntime(), log: createLogger("export-requests") }),
};
