/** The inbox of Meta's webhooks in the database. */
import type { WebhookChange, WebhookReading } from "#domain/webhooks/read-webhook.ts";
import * as z from "zod/mini";
import type { CallCommand } from "../engine/cutover-store.ts";

const taken = z.array(z.object({ digest: z.string(), body: z.base64() }));

export type StoredChange = Omit<WebhookChange, "raw"> & { key: string };

export type WebhookStore = {
  /** For this worker alone, for a minute. */
  take(limit: number): Promise<{ digest: string; body: Uint8Array }[]>;
  /** What was not understood whole is kept as it came; returns how many changes were new. */
  keep(digest: string, changes: readonly StoredChange[], problem: WebhookReading["problem"]): Promise<number>;
};

export function createWebhookStore(call: CallCommand): WebhookStore {
  return {
    async take(limit) {
      const rows = taken.parse(await call("engine_take_webhooks", { p_limit: limit }));
      return rows.map(({ digest, body }) => ({
        digest,
        body: Uint8Array.from(atob(body), (character) => character.charCodeAt(0)),
      }));
    },
    async keep(digest, changes, problem) {
      const parameters = {
        p_digest: digest,
        p_changes: changes,
        p_problem: problem,
        p_keep: problem !== null,
      };
      return z.int().parse(await call("engine_store_webhook", parameters));
    },
  };
}
