/** Engines with one safeguard taken out: the tests of the move must notice each of them. */
import { GraphFailure } from "#domain/graph/graph-failure.ts";
import type { Closing } from "#domain/cutover/closing.ts";
import type { Hold, Intent } from "#domain/cutover/cutover-store.ts";
import { Refusal } from "#domain/commands/refusal.ts";
import type { EngineStep } from "#domain/cutover/step-catalogue.ts";
import type { Sql } from "postgres";
import type { EngineStore } from "../../supabase/functions/_shared/engine/cutover-store.ts";
import type { Wrap } from "./move-runner.ts";

/** Writes the intent only when the answer is there: a crash in between leaves no trace. */
export function withoutIntent(): Wrap {
  return {
    store(store) {
      const promised = new Map<string, { request: string; step: EngineStep; hold: Hold }>();
      return {
        ...store,
        openIntent(request, step, hold) {
          promised.set(hold.worker, { request, step, hold });
          return Promise.resolve({
            intent: hold.worker,
            fence: 0,
            kind: "call",
            authorisation: { method: "SMS" },
            left: null,
          });
        },
        async closeIntent({ intent }, closing) {
          const late = promised.get(intent);
          if (!late) throw new Error("no intent was promised");
          await store.closeIntent(await store.openIntent(late.request, late.step, late.hold), closing);
        },
      };
    },
  };
}

/** Takes a lost reply for a call that did not happen. */
export function retryingRegister(): Wrap {
  return {
    graph: (graph) => ({
      ...graph,
      async register(input) {
        try {
          return await graph.register(input);
        } catch (error) {
          if (!(error instanceof GraphFailure) || error.details.kind !== "lost") throw error;
          return graph.register(input);
        }
      },
    }),
  };
}

/** Lets a worker write whose lease another has taken over. */
export function withoutFence(sql: Sql): Wrap {
  return { store: (store) => unfenced(store, sql) };
}

function unfenced(store: EngineStore, sql: Sql): EngineStore {
  return {
    ...store,
    async closeIntent(intent: Intent, closing: Closing) {
      try {
        await store.closeIntent(intent, closing);
      } catch (error) {
        if (!(error instanceof Refusal) || error.code !== "fence_lost") throw error;
        await sql`update private.intents i set closed_at = null, fence = r.fence
          from public.migration_requests r where i.id = ${intent.intent} and r.id = i.request_id`;
        const [row] = await sql<
          { fence: string }[]
        >`select fence from private.intents where id = ${intent.intent}`;
        await store.closeIntent({ ...intent, fence: Number(row?.fence) }, closing);
      }
    },
  };
}

/** Puts on record that a step is done before it is. */
export function recordingFirst(): Wrap {
  return {
    store: (store) => ({
      ...store,
      async openIntent(request, step, hold) {
        const intent = await store.openIntent(request, step, hold);
        if (step === "register") await store.closeIntent(intent, { outcome: "done", result: {} });
        return intent;
      },
      async closeIntent(intent, closing) {
        try {
          await store.closeIntent(intent, closing);
        } catch (error) {
          if (!(error instanceof Refusal) || error.code !== "fence_lost") throw error;
        }
      },
    }),
  };
}
