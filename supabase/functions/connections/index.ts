/** Entry point: the handler with its real services. */
import { createLogger } from "../_shared/log.ts";
import { graphRuntime, supabaseRuntime } from "../_shared/runtime.ts";
import { createConnectionsHandler } from "./handler.ts";

const deps = { supabase: supabaseRuntime(), graph: graphRuntime(), log: createLogger("connections") };

export default { fetch: createConnectionsHandler(deps) };
