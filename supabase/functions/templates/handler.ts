/** Reads the templates of both sides from Meta and stores what will become of each in the move. */
import { CutoverRefusal } from "#domain/cutover/cutover-store.ts";
import { forecastTemplates } from "#domain/templates/template-forecast.ts";
import { readInventory } from "#domain/templates/template-inventory.ts";
import { refusalOf } from "../_shared/database-error.ts";
import { createEngineWorld, type EngineWorldDeps } from "../_shared/engine/engine-world.ts";
import { authorizationOf, type Handler, json, serve } from "../_shared/http.ts";
import { readOrder } from "../_shared/order.ts";
import { Refusal } from "../_shared/refusal.ts";
import { createUserClient } from "../_shared/user-client.ts";

/** For one call to Meta; six thousand templates a side are some fifty. */
const deadlineSeconds = 15;

/**
 * POST {"request", "version"} → 200 {"total"} when the forecast is stored, or {"unread": {"side", "cause"}} when one
 * side could not be read to its end, and then nothing is stored. Refuses with what the database refuses.
 */
export function createTemplatesHandler(deps: EngineWorldDeps): Handler {
  const { supabase, log, fetch } = deps;
  const { store, templates, openGraph } = createEngineWorld(deps);
  return serve("POST", log, async (request) => {
    const authorization = authorizationOf(request);
    const { request: id, version } = await readOrder(request);
    const client = createUserClient(supabase, authorization, fetch);
    const { error } = await client.rpc("read_templates", { p_request: id, p_version: version });
    if (error) throw refusalOf(error, log);

    const context = await store.readContext(id);
    if (!context?.move.sourceWabaId) throw new Refusal(409, "route_missing");
    const { sourceWabaId, sourcePhoneNumberId, destinationWabaId } = context.move;
    const graph = await openGraph(context, deadlineSeconds);
    const inventory = await readInventory(graph, { sourceWabaId, sourcePhoneNumberId, destinationWabaId });
    if ("unread" in inventory) {
      log.info("unread", { request: id, code: inventory.unread.cause });
      return json(inventory);
    }
    const forecast = forecastTemplates(inventory);
    try {
      await templates.recordForecast(id, forecast);
    } catch (refusal) {
      if (!(refusal instanceof CutoverRefusal)) throw refusal;
      throw new Refusal(refusal.status, refusal.code, refusal.hint ? { hint: refusal.hint } : {});
    }
    log.info("foretold", { request: id, rows: forecast.summary.total });
    return json({ total: forecast.summary.total });
  });
}
