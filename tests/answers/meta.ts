/** A Meta for each trial: a simulator that starts from another's state, behind the real client. */
import type { GraphPort } from "#domain/graph/graph-port.ts";
import { createGraphClient } from "../../supabase/functions/_shared/graph/graph-client.ts";
import type { GraphAccess } from "../../supabase/functions/_shared/graph/graph-transport.ts";
import { exchangeSignupCode } from "../../supabase/functions/_shared/graph/signup-client.ts";
import { createUsageGate } from "../../supabase/functions/_shared/graph/usage-gate.ts";
import { stageApp } from "../../supabase/functions/rehearsal/stage-window.ts";
import { exchange } from "../../supabase/graph-simulator/exchange.ts";
import type { SimulatorSeed } from "../../supabase/graph-simulator/seed.ts";
import { createSimulation, type Simulation } from "../../supabase/graph-simulator/simulation.ts";
import type { SimulatorState } from "../../supabase/graph-simulator/state.ts";
import { memoryStorage } from "../../supabase/graph-simulator/storage/storage.ts";
import { metaIds } from "../fixtures/move/move-fixture.ts";
import { type Exchange, type Fetch, type Plan, recorded } from "./wire.ts";

/** Enough to start again. `token`: our side's access token by then. */
export type MetaState = { simulator: SimulatorState; token: string };

export type Meta = { simulation: Simulation; token: string; fetch: Fetch; state(): MetaState };

/** Time stands still except for what a trial adds. */
const now = () => Date.parse("2026-11-24T10:00:00Z");

export function metaOf(seed: SimulatorSeed, token: string): Meta {
  return metaOver(createSimulation({ seed, now }), token);
}

export function metaFrom({ simulator, token }: MetaState): Meta {
  const readState = () => structuredClone(simulator);
  return metaOver(createSimulation({ storage: { ...memoryStorage, readState }, now }), token);
}

function metaOver(simulation: Simulation, token: string): Meta {
  return {
    simulation,
    token,
    fetch: (request) => exchange(simulation, request),
    state() {
      return { simulator: structuredClone(simulation.state), token: this.token };
    },
  };
}

/** The client as the engine opens it, with a signup window. Keeps each exchange in `exchanges`. */
export function clientOver(meta: Meta, exchanges: Exchange[], plan: Plan = {}, isLater = false): GraphPort {
  const access: GraphAccess = {
    fetch: recorded(meta.fetch, exchanges, plan, isLater),
    url: "https://graph.example",
    version: "v25.0",
    token: meta.token,
    deadlineSeconds: 18,
    gate: createUsageGate(meta.simulation.now),
    appId: metaIds.newApp,
    now: meta.simulation.now,
  };
  const hold = (granted: string) => {
    meta.token = granted;
    return Promise.resolve({ connectionId: "c", keyId: "k", nonce: "", ciphertext: "" });
  };
  return createGraphClient(access, (code) =>
    exchangeSignupCode(access, { id: metaIds.newApp, ...stageApp }, hold, code),
  );
}
