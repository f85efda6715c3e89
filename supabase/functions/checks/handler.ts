/** Reads both sides of a move from Meta and answers the request's checks with what was found. */
import { CutoverRefusal } from "#domain/cutover/cutover-store.ts";
import { refusalOf } from "../_shared/database-error.ts";
import { createEngineWorld, type EngineWorldDeps } from "../_shared/engine/engine-world.ts";
import { authorizationOf, type Handler, json, serve } from "../_shared/http.ts";
import { readOrder } from "../_shared/order.ts";
import { Refusal } from "../_shared/refusal.ts";
import { createUserClient } from "../_shared/user-client.ts";

/**
 * POST {"request", "version"} → 200 {"checks": how many were looked at}. What could not be read stays open and says
 * why. Refuses with route_missing before a route is chosen, with graph_unreachable or graph_nonsense when Meta
 * gave no usable answer at all (nothing is stored then), with reading_open while the desk is just reading, and with
 * what else the database refuses.
 */
export function createChecksHandler(deps: EngineWorldDeps): Handler {
  const { supabase, log, fetch } = deps;
  const { reader } = createEngineWorld(deps);
  return serve("POST", log, async (request) => {
    const authorization = authorizationOf(request);
    const { request: id, version } = await readOrder(request);
    const client = createUserClient(supabase, authorization, fetch);
    const { error } = await client.rpc("run_checks", { p_request: id, p_version: version });
    if (error) throw refusalOf(error, log);

    const checks = await reader.read({ request: id, scope: "all" }, true).catch(refuse);
    log.info("checked", { request: id, rows: checks });
    return json({ checks });
  });
}

function refuse(error: unknown): never {
  if (!(error instanceof CutoverRefusal)) throw error;
  throw new Refusal(error.status, error.code, error.hint ? { hint: error.hint } : {});
}
