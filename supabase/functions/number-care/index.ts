/** Entry point: the handler with the real world behind it. */
import { createLogger } from "../_shared/log.ts";
import { graphRuntime, supabaseRuntime } from "../_shared/runtime.ts";
import { createNumberCareHandler } from "./handler.ts";

const deps = { supabase: supabaseRuntime(), graph: graphRuntime(), log: createLogger("number-care") };

export default { fetch: createNumberCareHandler(deps) };
