/** Hostile bodies and bodies with messages are stored and read without harm, and nothing that people wrote is kept. */
import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createWebhookStore } from "../../../supabase/functions/_shared/webhooks/webhook-store.ts";
import { webhooksJob } from "../../../supabase/functions/tick/jobs/webhooks-job.ts";
import { serviceCommands } from "../../fixtures/engine/engine-commands.ts";
import { prepareMoves } from "../../fixtures/move/move-suite.ts";
import { metaIds } from "../../fixtures/move/move-fixture.ts";
import { malformedBodies } from "../../fixtures/webhooks/malformed-webhooks.ts";

const { moveIn, database } = prepareMoves();
const problems: string[] = [];
const log = { info: () => undefined, error: (event: string) => problems.push(event) };

async function receive(text: string | Uint8Array): Promise<void> {
  await serviceCommands(database().serviceSql)("engine_receive_webhook", {
    p_digest: createHash("sha256").update(text).digest("hex"),
    p_body: Buffer.from(text).toString("base64"),
  });
}
const process = () =>
  webhooksJob(createWebhookStore(serviceCommands(database().serviceSql)), Date.now, log).work(20_000);

async function send(change: object, time: number): Promise<void> {
  const entry = [{ id: metaIds.destination, time, changes: [change] }];
  await receive(JSON.stringify({ object: "whatsapp_business_account", entry }));
  await process();
}

describe("a malformed body", () => {
  it.each(malformedBodies)("%s is stored and read without harm", async (_, text) => {
    const before = problems.length;
    await receive(text);
    expect(await process()).toBe(1);
    expect(problems.slice(before)).toEqual([]);
  });

  it("a body that cannot be stored delays no other", async () => {
    const broken = { ...createWebhookStore(serviceCommands(database().serviceSql)) };
    const kept: string[] = [];
    broken.take = (() => {
      const rounds = [["a", "b"].map((digest) => ({ digest, body: new Uint8Array() })), []];
      return () => Promise.resolve(rounds.shift() ?? []);
    })();
    broken.keep = (digest) =>
      digest === "a" ? Promise.reject(new Error("no")) : Promise.resolve(kept.push(digest));
    expect(await webhooksJob(broken, Date.now, log).work(1000)).toBe(1);
    expect(kept).toEqual(["b"]);
  });
});

describe("what is not understood is kept, and what people wrote is not", () => {
  const messages = (timestamp: unknown) => ({
    field: "messages",
    value: {
      metadata: { phone_number_id: "7201" },
      contacts: [{ profile: { name: "Ada Secret" }, wa_id: "12025550143" }],
      messages: [{ id: "wamid.KEPT", from: "12025550143", timestamp, text: { body: "a secret word" } }],
    },
  });
  const odd = { id: "1157", surprise: "PAUSED" };
  const unknown = { field: "something_new", value: { event: "ODD" } };
  const limit = (current_limit: string) => ({
    field: "phone_number_quality_update",
    value: { display_phone_number: "12025550100", event: "UPGRADE", current_limit },
  });

  async function keptOf(entry: unknown): Promise<{ problem: string | null; body: string | null }> {
    const text = JSON.stringify({ object: "whatsapp_business_account", entry });
    await receive(text);
    expect(await process()).toBe(1);
    const [row] = await database().sql<{ problem: string | null; body: string | null }[]>`
      select problem, convert_from(body, 'UTF8') as body from private.webhook_inbox
      where digest = ${createHash("sha256").update(text).digest("hex")}`;
    return row ?? { problem: "missing", body: null };
  }
  async function wasRead(current_limit: string): Promise<boolean> {
    const rows = await database().sql`
      select from private.webhook_changes where facts ->> 'current_limit' = ${current_limit}`;
    return rows.length === 1;
  }

  it("an invalid time does not stop other changes from being read", async () => {
    const changes = [messages({ toString: 1, valueOf: 1 }), limit("TIER_1K")];
    expect(await keptOf([{ id: metaIds.destination, changes }])).toEqual({ problem: null, body: null });
    expect(await wasRead("TIER_1K")).toBe(true);
  });

  it("beside good messages", async () => {
    const { problem, body } = await keptOf([{ id: metaIds.destination, changes: [messages("1")] }, odd]);
    expect(problem).toBe("unknown_entry");
    const kept = { ...odd, surprise: "[left out]" };
    expect(JSON.parse(body ?? "")).toEqual({ object: "whatsapp_business_account", entry: [kept] });
  });

  it("beside good messages and in the same entry", async () => {
    const changes = [messages("1"), unknown, limit("TIER_2K")];
    const { problem, body } = await keptOf([{ id: metaIds.destination, changes }]);
    expect(problem).toBe("unknown_field");
    const entry = [{ id: metaIds.destination, changes: [unknown] }];
    expect(JSON.parse(body ?? "")).toEqual({ object: "whatsapp_business_account", entry });
    expect(await wasRead("TIER_2K")).toBe(true);
  });

  it("messages to an account whose id is invalid", async () => {
    const { problem, body } = await keptOf([{ id: "nobody", changes: [messages("1")] }]);
    expect(problem).toBe("unknown_entry");
    expect(body).toContain("7201");
    expect(body).not.toMatch(/secret|2025550143/i);
  });
});

it("messages leave one sighting, and neither text nor people", async () => {
  const move = await moveIn();
  await move.drive();
  const { destination_phone_number_id: phoneNumberId } = await move.row();
  const reported = {
    field: "messages",
    value: {
      metadata: { phone_number_id: phoneNumberId },
      messages: [
        {
          id: "wamid.IN",
          from: "12025550143",
          timestamp: String(Math.floor(Date.now() / 1000) + 90_000),
          text: { body: "a secret word" },
        },
      ],
      statuses: [
        { id: "wamid.OUT", status: "delivered", timestamp: "1700000000", recipient_id: "12025550143" },
        { id: "wamid.OUT", status: "teleported" },
      ],
    },
  };
  await send(reported, 1);
  await send(reported, 2);
  const { sql } = database();
  const seen = await sql`select direction, status, at <= now() as past, length(message_hash) as length
    from public.message_sightings where request_id = ${move.request} order by direction`;
  expect([...seen]).toEqual([
    { direction: "in", status: "received", past: true, length: 64 },
    { direction: "out", status: "delivered", past: true, length: 64 },
  ]);
  const [rest] = await sql`select count(*)::int as reported from private.webhook_changes c
    where to_jsonb(c)::text like '%secret%' or to_jsonb(c)::text like '%2025550143%'`;
  expect(rest).toEqual({ reported: 0 });
  await sql`update public.migration_requests set status = 'completed' where id = ${move.request}`;
  await send({ ...reported, value: { ...reported.value, messages: [{ id: "wamid.LATER" }] } }, 3);
  const [after] =
    await sql`select count(*)::int as n from public.message_sightings where request_id = ${move.request}`;
  expect(after).toEqual({ n: 2 });
});
