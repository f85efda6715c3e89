/** Meta tells Portdesk something: into the inbox, worked off, and what the requests say of it. */
import { createHash } from "node:crypto";
import { createWebhookStore } from "../../supabase/functions/_shared/webhooks/webhook-store.ts";
import { webhooksJob } from "../../supabase/functions/tick/jobs/webhooks-job.ts";
import type { TestDatabase } from "./database.ts";
import { serviceCommands } from "./engine-commands.ts";
import type { Move } from "./move-runner.ts";
import { metaIds } from "./move-fixture.ts";

export type WebhookEvent = { field: string; value: object; waba?: string; time?: number };
type Alarm = { code: string; subject: string; times: number; facts: Record<string, string> };

/** Meta's clock: seconds since 1970. */
export const seconds = (later = 0) => Math.floor(Date.now() / 1000) + later;

export const digestOf = (text: string) => createHash("sha256").update(text).digest("hex");

export const body = (...events: WebhookEvent[]) =>
  JSON.stringify({
    object: "whatsapp_business_account",
    entry: events.map(({ field, value, waba = metaIds.destination, time = seconds() }) => ({
      id: waba,
      time,
      changes: [{ field, value }],
    })),
  });

export const digits = (move: Move) => move.e164.slice(1);

export const quality = (move: Move, event: string, more: object = {}): WebhookEvent => ({
  field: "phone_number_quality_update",
  value: { display_phone_number: digits(move), event, ...more },
});

const quiet = { info: () => undefined, error: () => undefined };

export function webhookFixture(database: () => TestDatabase) {
  const service = () => serviceCommands(database().serviceSql);

  const job = () => webhooksJob(createWebhookStore(service()), Date.now, quiet);
  const process = () => job().work(20_000);

  async function receive(text: string): Promise<void> {
    await service()("engine_receive_webhook", {
      p_digest: digestOf(text),
      p_body: Buffer.from(text).toString("base64"),
    });
  }

  async function send(...events: WebhookEvent[]): Promise<void> {
    await receive(body(...events));
    await process();
  }

  async function alarmsOf(move: Move): Promise<Alarm[]> {
    return database().sql<Alarm[]>`
      select code, subject, times, facts from public.request_alarms
      where request_id = ${move.request} and acknowledged_at is null order by code, subject`;
  }

  async function eventsOf(move: Move): Promise<string[]> {
    const rows = await database().sql<{ kind: string }[]>`
      select kind from public.events where request_id = ${move.request} order by id`;
    return rows.map(({ kind }) => kind);
  }

  /** Somebody says of the one open alarm what was done. */
  async function acknowledge(move: Move): Promise<void> {
    const [alarm] = await database().sql`
      select id from public.request_alarms where request_id = ${move.request} and acknowledged_at is null`;
    const input = { p_alarm: alarm?.id, p_note: "It was the owner" };
    await move.command(move.office.manager, "acknowledge_alarm", input);
  }

  return { process, receive, send, alarmsOf, eventsOf, acknowledge };
}
