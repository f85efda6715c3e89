/** Reads the templates of both sides from Meta and stores what will become of each in the move. */
import { templatesFunction } from "#domain/functions/reading-functions.ts";
import { forecastTemplates } from "#domain/templates/template-forecast.ts";
import { readInventory } from "#domain/templates/template-inventory.ts";
import { createCall } from "../_shared/database/call.ts";
import { createEngineServices, type EngineServicesDeps } from "../_shared/engine/engine-services.ts";
import { answer, authorizationOf, type Handler, readJson, serve } from "../_shared/http.ts";
import { inputOf } from "../_shared/input.ts";
import { Refusal } from "#domain/commands/refusal.ts";
import { createUserClient } from "../_shared/database/user-client.ts";

/** For one call to Meta; six thousand templates take some fifty calls a side. */
const deadlineSeconds = 15;

/**
 * POST {"request", "version"} → 200 {"total"} when the forecast is stored, or {"unread": {"side", "cause"}} when one
 * side could not be read completely; nothing is stored then. Refuses with the database's refusals.
 */
export function createTemplatesHandler(deps: EngineServicesDeps): Handler {
  const { supabase, log, fetch } = deps;
  const { store, templates, openGraph } = createEngineServices(deps);
  return serve("POST", log, async (request) => {
    const authorization = authorizationOf(request);
    const { request: id, version } = inputOf(templatesFunction.request, await readJson(request));
    const call = createCall(createUserClient(supabase, authorization, fetch), log);
    await call("read_templates", { p_request: id, p_version: version });

    const context = await store.readContext(id);
    if (!context?.move.sourceWabaId) throw new Refusal(409, "route_missing");
    const { sourceWabaId, sourcePhoneNumberId, destinationWabaId } = context.move;
    const graph = await openGraph(context, deadlineSeconds);
    const inventory = await readInventory(graph, { sourceWabaId, sourcePhoneNumberId, destinationWabaId });
    if ("unread" in inventory) {
      log.info("unread", { request: id, code: inventory.unread.cause });
      return answer(templatesFunction, inventory);
    }
    const forecast = forecastTemplates(inventory);
    await templates.recordForecast(id, forecast);
    log.info("predicted", { request: id, rows: forecast.summary.total });
    return answer(templatesFunction, { total: forecast.summary.total });
  });
}
