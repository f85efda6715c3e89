/** Reads the webhooks that came in and stores what they mean; a body that breaks its reader keeps no other waiting. */
import { readWebhook, type WebhookChange } from "#domain/webhooks/read-webhook.ts";
import type { WebhookStore } from "../_shared/webhooks/webhook-store.ts";
import type { Chore } from "./chore.ts";

const atOnce = 20;

/** `now`: ms since 1970. */
export function webhooksChore(store: WebhookStore, now: () => number): Chore {
  return {
    name: "webhooks",
    async work(milliseconds) {
      const until = now() + milliseconds;
      let worked = 0;
      while (now() < until) {
        const taken = await store.take(atOnce);
        if (taken.length === 0) break;
        for (const { digest, body } of taken) {
          const { changes, problem } = readWebhook(body);
          await store.keep(digest, await Promise.all(changes.map(keyed)), problem);
          worked += 1;
        }
      }
      return worked;
    },
  };
}

async function keyed({ raw, ...change }: WebhookChange) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(raw));
  const key = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return { key, ...change };
}
