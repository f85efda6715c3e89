/** The inbox of Meta's webhooks in the database. */
import type { ExceptionCode } from "#domain/exceptions/exception-codes.ts";
import type { WaitingOn } from "#domain/status/statuses.ts";
import type { WebhookChange, WebhookReading } from "#domain/webhooks/read-webhook.ts";
import type { Sighting } from "#domain/webhooks/sightings.ts";
import * as z from "zod/mini";
import { base64Of, bytesOf } from "../base64.ts";
import type { CallFunction } from "../database/call.ts";

const taken = z.array(z.object({ digest: z.string(), body: z.base64() }));

export type StoredChange = Omit<WebhookChange, "raw" | "sightings"> & {
  key: string;
  /**
   * `hash`: SHA-256 of the message id, hex; `exception`: what its failure says of the account; `settles`: what it ends.
   */
  sightings: readonly (Omit<Sighting, "messageId"> & {
    hash: string;
    exception: { code: ExceptionCode; owner: WaitingOn } | null;
    settles: readonly ExceptionCode[];
  })[];
};

export type WebhookStore = {
  /** Leased to this worker for a minute. */
  take(limit: number): Promise<{ digest: string; body: Uint8Array }[]>;
  /** Discards the body except for what the reading keeps of it; returns how many changes were new. */
  keep(
    digest: string,
    changes: readonly StoredChange[],
    reading: Pick<WebhookReading, "problem" | "kept">,
  ): Promise<number>;
};

export function createWebhookStore(call: CallFunction): WebhookStore {
  return {
    async take(limit) {
      const rows = taken.parse(await call("engine_take_webhooks", { p_limit: limit }));
      return rows.map(({ digest, body }) => ({ digest, body: bytesOf(body) }));
    },
    async keep(digest, changes, { problem, kept }) {
      const parameters = {
        p_digest: digest,
        p_changes: changes,
        p_problem: problem,
        p_kept: kept === null ? null : base64Of(kept),
      };
      return z.int().parse(await call("engine_store_webhook", parameters));
    },
  };
}
