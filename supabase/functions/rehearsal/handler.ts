/** Rehearses a move: reads Meta for real, plays everything else on a private simulator, and stores the result. */
import type { MoveContext } from "#domain/cutover/move-context.ts";
import { routeSteps } from "#domain/cutover/route-steps.ts";
import { rehearsalFunction } from "#domain/functions/reading-functions.ts";
import { rehearsedRoutes } from "#domain/rehearsal/rehearsed-routes.ts";
import type { Route } from "#domain/routes/route-catalogue.ts";
import { createCall } from "../_shared/database/call.ts";
import { createEngineServices, type EngineServicesDeps } from "../_shared/engine/engine-services.ts";
import { answer, authorizationOf, type Handler, readJson, serve } from "../_shared/http.ts";
import { inputOf } from "../_shared/input.ts";
import { Refusal } from "#domain/commands/refusal.ts";
import { createUserClient } from "../_shared/database/user-client.ts";
import { play } from "./play.ts";
import { readFacts } from "./read-facts.ts";

/** For one call to Meta. */
const deadlineSeconds = 15;

/**
 * POST {"request", "version"} → 200 {"stopsAt": step or null, "code": exception or null}. Nothing is written at Meta.
 * Refuses with route_not_rehearsed for routes on which people act at Meta, with graph_unreachable or graph_nonsense
 * when Meta gave no usable answer, and with the database's refusals.
 */
export function createRehearsalHandler(deps: EngineServicesDeps): Handler {
  const { supabase, log, fetch } = deps;
  const { store, openGraph } = createEngineServices(deps);
  return serve("POST", log, async (request) => {
    const authorization = authorizationOf(request);
    const { request: id, version } = inputOf(rehearsalFunction.request, await readJson(request));
    const call = createCall(createUserClient(supabase, authorization, fetch), log);
    await call("rehearse_request", { p_request: id, p_version: version });

    const context = await store.readContext(id);
    if (!context) throw new Refusal(404, "request_not_found");
    const { route } = context.move;
    if (route === null || !rehearsedRoutes.includes(route)) throw new Refusal(409, "route_not_rehearsed");
    const facts = await readFacts(await openGraph(context, deadlineSeconds), context.move);
    const { stop, result } = await play({
      move: fromTheStart(context.move, route),
      facts,
      business: context.sourceBusinessId,
      used: await store.readAttempts(id),
    });
    await store.recordRehearsal(id, stop, result);
    log.info("rehearsed", { request: id, ...(stop ? { step: stop.step, code: stop.code } : {}) });
    return answer(rehearsalFunction, { stopsAt: stop?.step ?? null, code: stop?.code ?? null });
  });
}

function fromTheStart(move: MoveContext, route: Route): MoveContext {
  return {
    ...move,
    steps: routeSteps[route].map((step) => ({ step, state: "pending", attempts: 0, result: null })),
    snapshots: { before: null, after: null },
    templates: [],
  };
}
