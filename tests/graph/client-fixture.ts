/** The Graph client against the simulator in process, with the wire traffic kept for inspection. */
import type { GraphPort } from "#domain/graph/graph-port.ts";
import { GraphFailure, type GraphFailureDetails } from "#domain/graph/graph-failure.ts";
import { createGraphClient } from "../../supabase/functions/_shared/graph/graph-client.ts";
import type { GraphAccess } from "../../supabase/functions/_shared/graph/graph-transport.ts";
import { createUsageGate } from "../../supabase/functions/_shared/graph/usage-gate.ts";
import { createFixture, newToken } from "./simulator-fixture.ts";

export const base = Date.parse("2026-11-01T10:00:00Z");

export function createClientFixture(
  settings: Parameters<typeof createFixture>[0] = {},
  access: Partial<GraphAccess> = {},
) {
  const fixture = createFixture(settings, base);
  const requests: Request[] = [];
  let time = base;
  const client = createGraphClient({
    fetch: async (request) => {
      requests.push(request.clone());
      return fixture.simulator.fetch(request);
    },
    url: "http://graph.example",
    version: "v25.0",
    token: newToken,
    deadlineSeconds: 5,
    gate: createUsageGate(() => time),
    now: () => time,
    ...access,
  });
  return { ...fixture, client, requests, passTime: (ms: number) => (time += ms) };
}

/** A client whose server gives this one answer to everything. */
export function clientOf(
  answer: () => Response | Promise<Response>,
  access: Partial<GraphAccess> = {},
): GraphPort {
  return createGraphClient({
    fetch: async () => answer(),
    url: "http://graph.example",
    version: "v25.0",
    token: newToken,
    deadlineSeconds: 5,
    gate: createUsageGate(Date.now),
    now: Date.now,
    ...access,
  });
}

/** The failure of the call; throws if it did not fail, or failed with something else. */
export async function failureOf(call: Promise<unknown>): Promise<GraphFailureDetails> {
  const outcome = await call.then(
    () => new Error("the call did not fail"),
    (error: unknown) => error,
  );
  if (outcome instanceof GraphFailure) return outcome.details;
  throw outcome;
}
