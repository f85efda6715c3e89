/** Portdesk's way to Meta with the move's simulator behind it, through the same door and gate. */
import { createEngineStore } from "../../supabase/functions/_shared/engine/cutover-store.ts";
import type { EngineContext } from "../../supabase/functions/_shared/engine/engine-context.ts";
import type { OpenGraph } from "../../supabase/functions/_shared/engine/graph-access.ts";
import { serviceCommands } from "./engine-commands.ts";
import type { Move } from "./move-runner.ts";
import { type Fetch, openGraphOver } from "./open-graph.ts";

/** `fetch` answers instead of the simulator. */
export function openGraphOf(
  { database, simulator }: Move,
  fetch: Fetch = (request) => simulator.fetch(request),
): OpenGraph {
  return openGraphOver(database, fetch);
}

/** What the engine knows of the move now. */
export async function contextOf(move: Move): Promise<EngineContext> {
  const context = await createEngineStore(serviceCommands(move.database.serviceSql)).readContext(
    move.request,
  );
  if (!context) throw new Error("no such request");
  return context;
}

/** Meta as the move's provider reaches it. */
export const graphOf = async (move: Move) => openGraphOf(move)(await contextOf(move), 10);
