/** The engine with its real services: database, Meta, clock and randomness. */
import { defaultTiming, type StepTiming } from "#domain/cutover/step-timing.ts";
import {
  type MonitoringCheckStore,
  createMonitoringCheckStore,
} from "../monitoring/monitoring-check-store.ts";
import { createMonitoringStore, type MonitoringStore } from "../monitoring/monitoring-store.ts";
import { createTemplateStore, type TemplateStore } from "../templates/template-store.ts";
import { createCheckReader, type CheckReader } from "../checks/check-reader.ts";
import { createReadingStore, type ReadingStore } from "../checks/reading-store.ts";
import { createUsageGate } from "../graph/usage-gate.ts";
import type { Logger } from "../log.ts";
import type { GraphRuntime, SupabaseRuntime } from "../runtime.ts";
import { createServiceClient } from "../database/service-client.ts";
import { type ConnectionStore, createConnectionStore } from "../tokens/connection-store.ts";
import { createWebhookStore, type WebhookStore } from "../webhooks/webhook-store.ts";
import { createEngineStore, type EngineStore } from "./cutover-store.ts";
import { type CallFunction, createCall } from "../database/call.ts";
import { createEngine, type Engine } from "./engine.ts";
import { createOpenGraph, type OpenGraph } from "./graph-access.ts";

export type EngineServicesDeps = {
  supabase: SupabaseRuntime;
  graph: GraphRuntime;
  log: Logger;
  /** Used for both the database's API and Meta. */
  fetch?: typeof fetch;
  timing?: StepTiming;
};

export type EngineServices = {
  call: CallFunction;
  store: EngineStore;
  templates: TemplateStore;
  webhooks: WebhookStore;
  connections: ConnectionStore;
  monitoringChecks: MonitoringCheckStore;
  monitoring: MonitoringStore;
  openGraph: OpenGraph;
  engine: Engine;
  readings: ReadingStore;
  reader: CheckReader;
};

export function createEngineServices(deps: EngineServicesDeps): EngineServices {
  const { supabase, graph, log, fetch = globalThis.fetch, timing = defaultTiming } = deps;
  const call = createCall(createServiceClient(supabase, fetch), log);
  const store = createEngineStore(call);
  const readings = createReadingStore(call);
  const gate = createUsageGate(Date.now);
  const openGraph = createOpenGraph({
    runtime: graph,
    fetch: (request) => fetch(request),
    gate,
    now: Date.now,
    keepProof: store.proveSource,
    // This process remembers the pause even if the database does not store it.
    pause: (providerId, closure) =>
      store.pauseCalls(providerId, closure).catch((error: unknown) => {
        const message = error instanceof Error ? error.message : String(error);
        log.error("pause_failed", { message });
      }),
  });
  const workerId = () => crypto.randomUUID();
  const engine = createEngine({
    store,
    openGraph,
    timing,
    random: Math.random,
    now: Date.now,
    monotonic: () => performance.now(),
    workerId,
    log,
  });
  const { readContext } = store;
  const reader = createCheckReader({ readings, readContext, openGraph, workerId });
  return {
    call,
    store,
    templates: createTemplateStore(call),
    webhooks: createWebhookStore(call),
    connections: createConnectionStore(call),
    monitoringChecks: createMonitoringCheckStore(call),
    monitoring: createMonitoringStore(call),
    openGraph,
    engine,
    readings,
    reader,
  };
}
