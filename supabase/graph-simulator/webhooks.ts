// Sends webhooks as Meta does: signed with the app's secret, to every subscribed app, and, on request, twice, late, in
// reverse order or forged.
import { createHmac } from "node:crypto";
import * as z from "zod";
import type { Simulation } from "./simulation.ts";

export const webhookRequest = z.strictObject({
  waba_id: z.string(),
  changes: z.array(z.strictObject({ field: z.string(), value: z.unknown() })).min(1),
  /** How often each change is delivered, each time in its own body. */
  times: z.int().min(1).max(100).default(1),
  /** The last change first. */
  reversed: z.boolean().default(false),
  delayMs: z.int().min(0).max(60_000).default(0),
  /** Signed with a secret that is not the app's. */
  forged: z.boolean().default(false),
  /** The destination, if it differs from the address that the simulator was started with. */
  callback: z.url().optional(),
});

type Delivery = { field: string; status: number | null };

/** What each receiver answered, in order of delivery; null: nothing. */
export async function sendWebhooks(
  simulation: Simulation,
  asked: z.output<typeof webhookRequest>,
): Promise<Delivery[]> {
  const account = simulation.state.wabas.find(({ id }) => id === asked.waba_id);
  const subscribed = (account?.subscribed_apps ?? []).flatMap(
    ({ app_id: id, override_callback_uri: own }) => {
      const secret = simulation.state.apps.find((app) => app.id === id)?.secret;
      const callback = asked.callback ?? own ?? simulation.callbackUrl;
      return secret && callback ? [{ secret: asked.forged ? `not ${secret}` : secret, callback }] : [];
    },
  );
  const changes = asked.reversed ? asked.changes.toReversed() : asked.changes;
  const deliveries: Delivery[] = [];
  await simulation.sleep(asked.delayMs);
  for (let time = 0; time < asked.times; time += 1)
    for (const change of changes)
      for (const { secret, callback } of subscribed) {
        const sent = Math.floor(simulation.now() / 1000) + time;
        const entry = [{ id: asked.waba_id, time: sent, changes: [change] }];
        const body = JSON.stringify({ object: "whatsapp_business_account", entry });
        deliveries.push({ field: change.field, status: await deliver(callback, body, secret) });
      }
  return deliveries;
}

async function deliver(callback: string, body: string, secret: string): Promise<number | null> {
  const signature = `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
  const headers = { "content-type": "application/json", "x-hub-signature-256": signature };
  try {
    const answer = await fetch(callback, { method: "POST", headers, body });
    await answer.body?.cancel();
    return answer.status;
  } catch {
    return null;
  }
}
