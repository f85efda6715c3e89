/** Bodies of webhooks in the envelope that Meta's documents give, and what is read of them. */
import { readWebhook, type WebhookChange } from "../../src/domain/webhooks/read-webhook.ts";

/** A text as it stands, anything else as JSON. */
export const bytes = (value: unknown): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value));

/** `time`: seconds since 1970. */
export const envelope = (
  field: string,
  value: object,
  id: unknown = "1156",
  time: unknown = 1_764_000_000,
) => ({ object: "whatsapp_business_account", entry: [{ id, time, changes: [{ field, value }] }] });

/** The first change of a body. */
export const firstChange = (body: unknown): Partial<WebhookChange> =>
  readWebhook(bytes(body)).changes[0] ?? {};
