/** Reads the received webhooks and stores what they mean; a body that breaks its reader does not block the others. */
import { exceptionCatalogue } from "#domain/exceptions/exception-catalogue.ts";
import { endedBy, faultOfAccount } from "#domain/monitoring/failed-message.ts";
import { readWebhook, type WebhookChange } from "#domain/webhooks/read-webhook.ts";
import type { Logger } from "../../_shared/log.ts";
import { sha256Hex } from "../../_shared/sha256.ts";
import type { StoredChange, WebhookStore } from "../../_shared/webhooks/webhook-store.ts";
import type { Job } from "./job.ts";

const atOnce = 20;

/** `now`: ms since 1970. */
export function webhooksJob(store: WebhookStore, now: () => number, log: Logger): Job {
  return {
    name: "webhooks",
    share: 1 / 4,
    async work(milliseconds) {
      const until = now() + milliseconds;
      let worked = 0;
      while (now() < until) {
        const taken = await store.take(atOnce);
        if (taken.length === 0) break;
        for (const { digest, body } of taken) {
          try {
            const { changes, ...rest } = readWebhook(body);
            await store.keep(digest, await Promise.all(changes.map(keyed)), rest);
            worked += 1;
          } catch (error) {
            log.error("webhook_not_kept", {
              message: error instanceof Error ? error.message : String(error),
            });
          }
        }
      }
      return worked;
    },
  };
}

async function keyed({ raw, sightings, ...change }: WebhookChange): Promise<StoredChange> {
  const seen = sightings.map(async ({ messageId, ...sighting }) => {
    const code = faultOfAccount(sighting.failure);
    const exception = code && { code, owner: exceptionCatalogue[code].owner };
    return { ...sighting, hash: await sha256Hex(messageId), exception, settles: endedBy(sighting) };
  });
  return { key: await sha256Hex(raw), ...change, sightings: await Promise.all(seen) };
}
