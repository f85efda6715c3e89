/** The functions' door to Meta over a test's database, with whatever answers in Meta's place. */
import { createEngineStore } from "../../supabase/functions/_shared/engine/cutover-store.ts";
import { createOpenGraph, type OpenGraph } from "../../supabase/functions/_shared/engine/graph-access.ts";
import { createUsageGate } from "../../supabase/functions/_shared/graph/usage-gate.ts";
import type { GraphRuntime } from "../../supabase/functions/_shared/runtime.ts";
import type { TestDatabase } from "./database.ts";
import { serviceCommands } from "./engine-commands.ts";
import { tokenKeys } from "./move-fixture.ts";

export type Fetch = (request: Request) => Promise<Response>;

/** `signup`: what the functions know of the app's signup window. */
export function openGraphOver(
  { serviceSql }: TestDatabase,
  fetch: Fetch,
  now: () => number = Date.now,
  signup: Partial<GraphRuntime> = {},
): OpenGraph {
  const store = createEngineStore(serviceCommands(serviceSql));
  return createOpenGraph({
    runtime: { url: "http://graph.example", version: "v25.0", tokenKeys, ...signup },
    fetch,
    gate: createUsageGate(now),
    now,
    keepProof: store.proveSource,
    pause: store.pauseCalls,
  });
}
