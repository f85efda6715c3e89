/** Entry point: the handler with its real services. */
import { createLogger } from "../_shared/log.ts";
import { supabaseRuntime } from "../_shared/runtime.ts";
import { createCommandsHandler } from "./handler.ts";

export default {
  fetch: createCommandsHandler({ supabase: supabaseRuntime(), log: createLogger("commands") }),
};
