/** Reads both sides of a move from Meta and updates the request's checks with the findings. */
import { checksFunction } from "#domain/functions/reading-functions.ts";
import { createCall } from "../_shared/database/call.ts";
import { createEngineServices, type EngineServicesDeps } from "../_shared/engine/engine-services.ts";
import { answer, authorizationOf, type Handler, readJson, serve } from "../_shared/http.ts";
import { inputOf } from "../_shared/input.ts";
import { createUserClient } from "../_shared/database/user-client.ts";

/**
 * POST {"request", "version"} → 200 {"checks": how many were evaluated}. What could not be read stays open and says
 * why. Refuses with route_missing before a route is chosen, with graph_unreachable or graph_nonsense when Meta gave no
 * usable answer at all (nothing is stored then), with reading_open while another reading is running, and with the
 * database's refusals.
 */
export function createChecksHandler(deps: EngineServicesDeps): Handler {
  const { supabase, log, fetch } = deps;
  const { reader } = createEngineServices(deps);
  return serve("POST", log, async (request) => {
    const authorization = authorizationOf(request);
    const { request: id, version } = inputOf(checksFunction.request, await readJson(request));
    const call = createCall(createUserClient(supabase, authorization, fetch), log);
    await call("run_checks", { p_request: id, p_version: version });

    const checks = await reader.read({ request: id, scope: "all" }, true);
    log.info("checked", { request: id, rows: checks });
    return answer(checksFunction, { checks });
  });
}
