/** Lets a number's quality rating drop after its move: Meta's webhook arrives and is read as in real use. */
import { createHash } from "node:crypto";
import type { TransactionSql } from "postgres";
import { createWebhookStore } from "../functions/_shared/webhooks/webhook-store.ts";
import { createLogger } from "../functions/_shared/log.ts";
import { webhooksJob } from "../functions/tick/jobs/webhooks-job.ts";
import { backDate } from "./back-date.ts";
import { call } from "./call.ts";
import type { RequestFacts } from "./meta-facts.ts";

const hoursAgo = 5;
const log = createLogger("seed");

/** For the first completed request of one provider. */
export async function raiseAlarm(
  database: TransactionSql,
  requests: readonly RequestFacts[],
  now: Date,
): Promise<void> {
  const moved = requests.find(({ seed }) => seed.stage === "completed");
  if (!moved) return;
  const at = new Date(now.getTime() - hoursAgo * 3_600_000);
  const value = { display_phone_number: moved.seed.phone, event: "FLAGGED", current_limit: "TIER_10K" };
  const body = JSON.stringify({
    object: "whatsapp_business_account",
    entry: [
      {
        id: moved.ids.destinationWaba,
        time: Math.floor(at.getTime() / 1000),
        changes: [{ field: "phone_number_quality_update", value }],
      },
    ],
  });
  await database`select set_config('request.jwt.claims', '{"role":"service_role"}', true), set_config('role', 'service_role', true)`;
  await call(database, "engine_receive_webhook", {
    digest: createHash("sha256").update(body).digest("hex"),
    body: Buffer.from(body).toString("base64"),
  });
  const store = createWebhookStore((name, parameters) =>
    call(
      database,
      name,
      Object.fromEntries(Object.entries(parameters).map(([key, given]) => [key.replace(/^p_/, ""), given])),
    ),
  );
  await webhooksJob(store, Date.now, log).work(10_000);
  await database`reset role`;
  const [request] = await database<{ id: string }[]>`
    select id from public.migration_requests where phone_number = ${moved.seed.phone} and status = 'completed'`;
  if (request) await backDate(database, request.id, at);
}
