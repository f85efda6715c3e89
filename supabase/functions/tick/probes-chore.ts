/** Measures the gap of moves under way: a message out and one in, again and again, as the provider's settings ask. */
import { GraphFailure } from "#domain/graph/graph-failure.ts";
import type { EngineWorld } from "../_shared/engine/engine-world.ts";
import { closedGraph } from "../_shared/engine/graph-access.ts";
import { readSendable } from "../_shared/stabilising/read-sendable.ts";
import { sendMessage } from "../_shared/stabilising/send-message.ts";
import type { Chore } from "./chore.ts";

/** Moves in one pass. */
const mostMoves = 10;
const deadlineSeconds = 5;

type World = Pick<EngineWorld, "store" | "numberCare" | "openGraph">;

export function createProbesChore(world: World): Chore {
  const { store, numberCare, openGraph } = world;
  return {
    name: "probes",
    async work(milliseconds) {
      if (milliseconds <= 0) return 0;
      const chosen = await Promise.all(
        (await numberCare.dueProbeTemplates(mostMoves)).map((request) => choose(world, request)),
      );
      const due = await numberCare.dueProbes(mostMoves);
      const requests = [...new Set(due.map(({ request }) => request))];
      const contexts = new Map(
        await Promise.all(requests.map(async (id) => [id, await store.readContext(id)] as const)),
      );
      await Promise.all(
        due.map(async ({ act, request, fromId, to, template, language }) => {
          const context = contexts.get(request);
          const graph = context ? await openGraph(context, deadlineSeconds) : closedGraph;
          const { failure: _, ...sent } = await sendMessage(graph, {
            phoneNumberId: fromId,
            to,
            template,
            language,
          });
          await numberCare.endMessage(act, sent);
        }),
      );
      return due.length + chosen.length;
    },
  };
}

/** What a number sends must be approved in the very account that it moves to. One that cannot be read is tried again. */
async function choose({ store, numberCare, openGraph }: World, request: string): Promise<void> {
  const context = await store.readContext(request);
  const wabaId = context?.move.destinationWabaId ?? null;
  if (!context || wabaId === null) return numberCare.chooseProbeTemplate(request, null);
  const graph = await openGraph(context, deadlineSeconds);
  try {
    const { templates } = await readSendable(graph, wabaId, true);
    await numberCare.chooseProbeTemplate(request, templates[0] ?? null);
  } catch (error) {
    if (!(error instanceof GraphFailure)) throw error;
    await numberCare.chooseProbeTemplate(request, null);
  }
}
