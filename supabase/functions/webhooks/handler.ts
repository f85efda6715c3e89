/** Takes Meta's webhooks in: who sent it, then one insert, then 200. What they mean is read later, by the tick. */
import { base64Of } from "../_shared/base64.ts";
import { refusalOf } from "../_shared/database-error.ts";
import { type Handler, headers, json, readBody, serve } from "../_shared/http.ts";
import type { Logger } from "../_shared/log.ts";
import { Refusal } from "../_shared/refusal.ts";
import type { SupabaseRuntime, WebhookRuntime } from "../_shared/runtime.ts";
import { sha256Hex } from "../_shared/sha256.ts";
import { isSameText } from "../_shared/same-text.ts";
import { createServiceClient } from "../_shared/service-client.ts";
import { createUserClient } from "../_shared/user-client.ts";
import { createRefusalCount } from "./refusal-count.ts";
import { createVerifySignature } from "./signature.ts";

export type WebhooksDeps = {
  supabase: SupabaseRuntime;
  webhooks: WebhookRuntime;
  log: Logger;
  fetch?: typeof fetch;
  /** Milliseconds since 1970. */
  now?: () => number;
};

/** Meta sends no more than that. */
const mostBytes = 3 * 1024 * 1024;

/**
 * GET, the handshake → 200 with the challenge as plain text; 403 not_permitted for another token or a challenge that
 * is not digits. POST, signed → 200 {}; 401 bad_signature, 413 too_large; any signed body is taken.
 */
export function createWebhooksHandler({
  supabase,
  webhooks,
  log,
  fetch,
  now = Date.now,
}: WebhooksDeps): Handler {
  const { receiverToken } = webhooks;
  const database = receiverToken
    ? createUserClient(supabase, `Bearer ${receiverToken}`, fetch)
    : createServiceClient(supabase, fetch);
  const isSigned = createVerifySignature(webhooks.appSecrets);
  const countRefusal = createRefusalCount(async (count) => {
    const { error } = await database.rpc("engine_count_refused_webhooks", { p_count: count });
    // The answer is the same, counted or not.
    if (error) log.error("refusals_not_counted", { message: error.message });
  }, now);

  const shakeHands = serve("GET", log, async (request) => {
    const asked = new URL(request.url).searchParams;
    const challenge = asked.get("hub.challenge") ?? "";
    const isOurs = await isSameText(asked.get("hub.verify_token") ?? "", webhooks.verifyToken);
    if (asked.get("hub.mode") !== "subscribe" || !isOurs || !/^\d{1,64}$/.test(challenge))
      throw new Refusal(403, "not_permitted");
    return new Response(challenge, { headers: headers("text/plain; charset=utf-8") });
  });

  const take = serve("POST", log, async (request) => {
    const body = await readBody(request, mostBytes);
    if (!(await isSigned(request.headers.get("x-hub-signature-256"), body))) {
      log.info("webhook_refused", { code: "bad_signature" });
      await countRefusal();
      throw new Refusal(401, "bad_signature");
    }
    const { error } = await database.rpc("engine_receive_webhook", {
      p_digest: await sha256Hex(body),
      p_body: base64Of(body),
    });
    if (error) throw refusalOf(error, log);
    return json({});
  });

  return (request) => (request.method === "GET" ? shakeHands(request) : take(request));
}
