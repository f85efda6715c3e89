/** Measures downtime during moves: sends messages out and in, repeatedly, as the provider's settings say. */
import { GraphFailure } from "#domain/graph/graph-failure.ts";
import type { EngineServices } from "../../_shared/engine/engine-services.ts";
import { closedGraph } from "../../_shared/engine/graph-access.ts";
import { readSendable } from "../../_shared/monitoring/read-sendable.ts";
import { sendMessage } from "../../_shared/monitoring/send-message.ts";
import type { Logger } from "../../_shared/log.ts";
import type { DueProbe } from "../../_shared/monitoring/monitoring-store.ts";
import { type Job, rowsAtOnce } from "./job.ts";

/** Moves in one pass. */
const maxMoves = 10;
const deadlineSeconds = 5;

type Services = Pick<EngineServices, "store" | "monitoring" | "openGraph" | "call">;

export function createProbesJob(services: Services, log: Logger): Job {
  const { store, monitoring, openGraph, call } = services;
  return {
    name: "probes",
    async work() {
      const named = { log, job: "probes", setAside: call };
      const unchosen = await monitoring.dueProbeTemplates(maxMoves);
      const chosen = await rowsAtOnce(unchosen, (one) => choose(services, one), {
        ...named,
        row: (one) => one,
      });
      const due = await monitoring.dueProbes(maxMoves);
      const contexts = new Map<string, ReturnType<typeof store.readContext>>();
      for (const { request } of due)
        if (!contexts.has(request)) contexts.set(request, store.readContext(request));
      return chosen + (await rowsAtOnce(due, send, { ...named, row: ({ request }) => request }));

      async function send({ attempt, request, fromId, to, template, language }: DueProbe): Promise<void> {
        const context = await contexts.get(request);
        const graph = context ? await openGraph(context, deadlineSeconds) : closedGraph;
        const message = { phoneNumberId: fromId, to, template, language };
        const { failure: _, ...outcome } = await sendMessage(graph, message);
        await monitoring.endMessage(attempt, outcome);
      }
    },
  };
}

/** A number's template must be approved in the very account it moves to. One that cannot be read is tried again. */
async function choose({ store, monitoring, openGraph }: Services, request: string): Promise<void> {
  const context = await store.readContext(request);
  const wabaId = context?.move.destinationWabaId ?? null;
  if (!context || wabaId === null) return monitoring.chooseProbeTemplate(request, null);
  const graph = await openGraph(context, deadlineSeconds);
  try {
    const { templates } = await readSendable(graph, wabaId, true);
    await monitoring.chooseProbeTemplate(request, templates[0] ?? null);
  } catch (error) {
    if (!(error instanceof GraphFailure)) throw error;
    await monitoring.chooseProbeTemplate(request, null);
  }
}
