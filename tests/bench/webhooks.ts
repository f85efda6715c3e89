/**
 * 200 signed webhooks a second for ten seconds, answered by the function's handler with its one insert into a durable
 * Postgres while Portdesk reads them. It bypasses the local stand-in for PostgREST, which production does not run.
 */
import { createHmac } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import * as z from "zod";
import { createWebhooksHandler } from "../../supabase/functions/webhooks/handler.ts";
import { serve } from "../../supabase/local/stack/serve.ts";
import { freePort } from "../../supabase/local/stack/free-port.ts";
import { stubRuntime } from "../fixtures/rest-stub.ts";
import { startStack } from "../fixtures/stack.ts";
import { percentile } from "./median.ts";
import type { Figure } from "./part.ts";

const perSecond = 200;
const seconds = 10;
const secret = "bench-app-secret";

/** Meta's published rule for receivers: a median of 250 ms, under 1 % above a second (read in November 2026). */
const metas = { median: 250, slow: 1000, slowShare: 1 };

export async function webhooks(): Promise<Figure[]> {
  const stack = await startStack();
  const sql = postgres(stack.database, { max: 10, onnotice: () => undefined });
  const order = z.object({ p_digest: z.string(), p_body: z.string() });
  const handler = createWebhooksHandler({
    supabase: stubRuntime,
    webhooks: { appSecrets: [secret], verifyToken: "bench" },
    log: { info: () => undefined, error: console.error },
    fetch: async (input, init) => {
      const { p_digest, p_body } = order.parse(await new Request(input, init).json());
      await sql`select public.engine_receive_webhook(${p_digest}, ${p_body})`;
      return new Response(null, { status: 204 });
    },
  });
  const server = await serve(handler, await freePort());
  try {
    await Promise.all(Array.from({ length: 20 }, (_, at) => send(server.url, -1 - at)));
    const begun = performance.now();
    const calls: Promise<number>[] = [];
    for (let at = 0; at < perSecond * seconds; at += 1) {
      const due = begun + (at * 1000) / perSecond;
      if (due > performance.now()) await sleep(due - performance.now());
      calls.push(send(server.url, at));
    }
    const took = await Promise.all(calls);
    const rate = took.length / ((performance.now() - begun) / 1000);
    const slow = took.filter((one) => one > metas.slow).length;
    return [
      { name: "answered", value: rate, unit: "/s" },
      {
        name: "answer, median",
        value: percentile(took, 0.5),
        unit: "ms",
        beside: { what: "of Meta's rule", value: metas.median },
        atMost: metas.median,
      },
      { name: "answer, 99th percentile", value: percentile(took, 0.99), unit: "ms" },
      {
        name: "answers above a second",
        value: (100 * slow) / took.length,
        unit: "%",
        beside: { what: "of Meta's rule", value: metas.slowShare },
        atMost: metas.slowShare,
      },
    ];
  } finally {
    await server.close();
    await sql.end();
    await stack.remove();
  }
}

/** Milliseconds until it was answered with 200; throws otherwise. */
async function send(url: string, serial: number): Promise<number> {
  const value = { display_phone_number: "+12025550142", event: "ONBOARDING", serial };
  const changes = [{ field: "phone_number_quality_update", value }];
  const body = JSON.stringify({
    object: "whatsapp_business_account",
    entry: [{ id: "1", time: serial, changes }],
  });
  const signature = createHmac("sha256", secret).update(body).digest("hex");
  const headers = { "x-hub-signature-256": `sha256=${signature}` };
  const begun = performance.now();
  const response = await fetch(url, { method: "POST", headers, body });
  await response.arrayBuffer();
  if (response.status !== 200) throw new Error(`answered ${response.status}`);
  return performance.now() - begun;
}
