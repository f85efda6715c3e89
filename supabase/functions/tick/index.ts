/** Entry point: the handler with the real world behind it. */
import { createLogger } from "../_shared/log.ts";
import { graphRuntime, supabaseRuntime, tickSecret } from "../_shared/runtime.ts";
import { createTickHandler } from "./handler.ts";

const deps = { supabase: supabaseRuntime(), graph: graphRuntime(), log: createLogger("tick") };

export default { fetch: createTickHandler({ ...deps, secret: tickSecret() }) };
