/** Reads both sides of a move from Meta and answers the request's checks with what was found. */
import { evaluateChecks } from "#domain/checks/check-evaluation.ts";
import { readSide } from "#domain/graph/read-side.ts";
import { refusalOf } from "../_shared/database-error.ts";
import { createEngineWorld, type EngineWorldDeps } from "../_shared/engine/engine-world.ts";
import { refuseSilence } from "../_shared/graph/refuse-silence.ts";
import { authorizationOf, type Handler, json, serve } from "../_shared/http.ts";
import { readOrder } from "../_shared/order.ts";
import { Refusal } from "../_shared/refusal.ts";
import { createUserClient } from "../_shared/user-client.ts";

/** For one call to Meta; some eight are made. */
const deadlineSeconds = 10;

/**
 * POST {"request", "version"} → 200 {"checks": how many were looked at}. What could not be read stays open and says
 * why. Refuses with route_missing before a route is chosen, with graph_unreachable or graph_nonsense when Meta
 * gave no usable answer at all (nothing is stored then), and with what the database refuses.
 */
export function createChecksHandler(deps: EngineWorldDeps): Handler {
  const { supabase, log, fetch } = deps;
  const { store, openGraph } = createEngineWorld(deps);
  return serve("POST", log, async (request) => {
    const authorization = authorizationOf(request);
    const { request: id, version } = await readOrder(request);
    const client = createUserClient(supabase, authorization, fetch);
    const { error } = await client.rpc("run_checks", { p_request: id, p_version: version });
    if (error) throw refusalOf(error, log);

    const context = await store.readContext(id);
    if (!context) throw new Refusal(404, "request_not_found");
    const { move, phoneCountry, sourceBusinessId } = context;
    if (move.route === null) throw new Refusal(409, "route_missing");
    const graph = await openGraph(context.access, deadlineSeconds);
    const source = await readSide(
      graph,
      { wabaId: move.sourceWabaId, phoneNumberId: move.sourcePhoneNumberId },
      ["number", "waba", "templateCount"],
    );
    const destination = await readSide(graph, { wabaId: move.destinationWabaId, phoneNumberId: null }, [
      "waba",
      "subscribedAppIds",
      "numbersInWaba",
    ]);
    refuseSilence([source, destination]);

    const facts = { phoneNumber: move.phoneNumber, phoneCountry, sourceBusinessId, appId: move.appId };
    const findings = evaluateChecks({
      source: source.snapshot,
      destination: destination.snapshot,
      request: facts,
    });
    await store.recordChecks(id, findings, [
      { side: "source", moment: "check", data: source.snapshot },
      { side: "destination", moment: "check", data: destination.snapshot },
    ]);
    log.info("checked", { request: id, rows: findings.length });
    return json({ checks: findings.length });
  });
}
