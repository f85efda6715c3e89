/** Entry point: the handler with its real services. */
import { createLogger } from "../_shared/log.ts";
import { graphRuntime, supabaseRuntime } from "../_shared/runtime.ts";
import { createTemplateBackupHandler } from "./handler.ts";

const deps = { supabase: supabaseRuntime(), graph: graphRuntime(), log: createLogger("template-backup") };

export default { fetch: createTemplateBackupHandler(deps) };
