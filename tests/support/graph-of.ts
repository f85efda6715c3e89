/** The desk's way to Meta with the move's simulator behind it. */
import { createGraphClient } from "../../supabase/functions/_shared/graph/graph-client.ts";
import { createUsageGate } from "../../supabase/functions/_shared/graph/usage-gate.ts";
import type { Move } from "./move-runner.ts";
import { newToken } from "./move-world.ts";

/** `fetch` answers instead of the simulator. */
export function graphOf(
  move: Move,
  fetch: (request: Request) => Promise<Response> = (request) => move.simulator.fetch(request),
) {
  return createGraphClient({
    fetch,
    url: "http://graph.example",
    version: "v25.0",
    token: newToken,
    deadlineSeconds: 10,
    gate: createUsageGate(Date.now),
    now: Date.now,
  });
}
