/** Measures the gap of moves under way: a message out and one in, again and again, as the provider's settings ask. */
import type { EngineWorld } from "../_shared/engine/engine-world.ts";
import { sendMessage } from "../_shared/stabilising/send-message.ts";
import type { Chore } from "./chore.ts";

/** Moves in one pass. */
const mostMoves = 10;
const deadlineSeconds = 5;

type World = Pick<EngineWorld, "store" | "numberCare" | "openGraph">;

export function createProbesChore({ store, numberCare, openGraph }: World): Chore {
  return {
    name: "probes",
    async work(milliseconds) {
      if (milliseconds <= 0) return 0;
      const due = await numberCare.dueProbes(mostMoves);
      const requests = [...new Set(due.map(({ request }) => request))];
      const contexts = new Map(
        await Promise.all(requests.map(async (id) => [id, await store.readContext(id)] as const)),
      );
      await Promise.all(
        due.map(async ({ act, request, fromId, to, template, language }) => {
          const graph = await openGraph(contexts.get(request)?.access ?? null, deadlineSeconds);
          const { failure: _, ...sent } = await sendMessage(graph, {
            phoneNumberId: fromId,
            to,
            template,
            language,
          });
          await numberCare.endMessage(act, sent);
        }),
      );
      return due.length;
    },
  };
}
