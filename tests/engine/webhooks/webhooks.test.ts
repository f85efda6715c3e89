/** Webhooks from the inbox to their effect, which happens once. */
import { beforeAll, describe, expect, it } from "vitest";
import type { Move } from "../../fixtures/move/move-runner.ts";
import { prepareMoves, stateOf, until } from "../../fixtures/move/move-suite.ts";
import {
  body,
  digits,
  quality,
  seconds,
  type WebhookEvent,
  webhookFixture,
} from "../../fixtures/webhooks/webhook-fixture.ts";

const { moveIn, moved: movedNumber, database } = prepareMoves();

const { process, receive, send, alarmsOf, eventsOf, acknowledge } = webhookFixture(database);

let moved: Move;
beforeAll(async () => {
  moved = await movedNumber();
});

async function complete(move: Move): Promise<void> {
  await database()
    .sql`update public.migration_requests set status = 'completed', completed_at = now() where id = ${move.request}`;
}

it("the same body twenty times in parallel has one effect", async () => {
  const move = await movedNumber();
  const text = body(quality(move, "FLAGGED"));
  await Promise.all(Array.from({ length: 20 }, () => receive(text)));
  await Promise.all(Array.from({ length: 5 }, process));
  expect(await alarmsOf(move)).toMatchObject([{ code: "QUALITY_DROPPED", times: 1 }]);
  expect((await eventsOf(move)).filter((kind) => kind === "alarm.opened")).toHaveLength(1);
});

it("a change that comes again in another body has no other effect", async () => {
  const move = await movedNumber();
  await send(quality(move, "FLAGGED"));
  await send({ ...quality(move, "FLAGGED"), time: seconds(-60) }, quality(moved, "UNFLAGGED"));
  expect(await alarmsOf(move)).toMatchObject([{ times: 1 }]);
});

describe("after completion", () => {
  it("opens an alarm beside the final request, and staff record what was done", async () => {
    const move = await movedNumber();
    await complete(move);
    await send({
      field: "security",
      value: { display_phone_number: digits(move), event: "PIN_RESET_REQUEST" },
    });
    expect((await move.row()).status).toBe("completed");
    await acknowledge(move);
    expect(await alarmsOf(move)).toEqual([]);
    expect((await move.row()).status).toBe("completed");
    expect((await eventsOf(move)).slice(-2)).toEqual(["alarm.opened", "alarm.acknowledge"]);
  });

  it("receives webhooks of the account for thirty days, and of the number for ever", async () => {
    const move = await movedNumber();
    await complete(move);
    await database()
      .sql`update public.migration_requests set completed_at = now() - interval '31 days' where id = ${move.request}`;
    await send(
      { field: "account_update", value: { event: "DISABLED_UPDATE", reason: "late" } },
      quality(move, "FLAGGED"),
    );
    expect(await alarmsOf(move)).toMatchObject([{ code: "QUALITY_DROPPED" }]);
  });

  it("knows the templates that were kept", async () => {
    const move = await movedNumber();
    const [kept] = await database().sql<{ name: string; language: string }[]>`
      select name, language from public.templates where request_id = ${move.request} and outcome = 'kept' limit 1`;
    const value = {
      event: "PAUSED",
      message_template_name: kept?.name,
      message_template_language: kept?.language,
    };
    await send({ field: "message_template_status_update", value });
    await send({
      field: "message_template_status_update",
      value: { ...value, message_template_name: "foreign" },
    });
    expect(await alarmsOf(move)).toMatchObject([
      { code: "TEMPLATE_STOPPED", subject: `${kept?.name} ${kept?.language}` },
    ]);
  });
});

it("keeps no word of people's messages, and nothing for more than a month", async () => {
  const { sql } = database();
  await send({
    field: "smb_message_echoes",
    value: { message_echoes: [{ text: { body: "secret words" } }] },
  });
  const [echo] =
    await sql`select convert_from(body, 'UTF8') as body from private.webhook_inbox where problem = 'unknown_field' order by received_at desc limit 1`;
  expect(echo?.body).toContain("smb_message_echoes");
  expect(echo?.body).not.toContain("secret");
  await sql`update private.webhook_inbox set received_at = now() - interval '31 days'`;
  await sql`update private.webhook_changes set received_at = now() - interval '31 days'`;
  await sql`select public.engine_sweep(1000)`;
  expect(
    await sql`select digest from private.webhook_inbox union all select key from private.webhook_changes`,
  ).toEqual([]);
});

describe("while the number moves", () => {
  it("the first message after register shows once that the webhook works", async () => {
    const move = await movedNumber();
    const { destination_phone_number_id: phoneNumberId } = await move.row();
    const message = (id: string, time: number): WebhookEvent => ({
      field: "messages",
      value: {
        messaging_product: "whatsapp",
        metadata: { phone_number_id: phoneNumberId },
        messages: [{ id }],
      },
      time,
    });
    await send(message("early", seconds(-86_400)));
    expect(await trackOf(move)).toBe("working");
    await send(message("first", seconds(1)), message("second", seconds(2)));
    await send(message("third", seconds(3)));
    expect(await trackOf(move)).toBe("done");
    expect((await eventsOf(move)).filter((kind) => kind === "webhook.received")).toHaveLength(1);
  });

  it("a message reported before register has ended shows it as well", async () => {
    const move = await moveIn();
    await until(move, "register");
    const { destination_phone_number_id: phone } = await move.row();
    const value = { metadata: { phone_number_id: phone }, messages: [{ id: "quick" }] };
    await move.runStep(
      "register",
      { pin: "135790" },
      {
        store: (store) => ({
          ...store,
          closeIntent: async (...given) => {
            await send({ field: "messages", value });
            return store.closeIntent(...given);
          },
        }),
      },
    );
    await move.drive();
    expect(await trackOf(move)).toBe("done");
    expect((await eventsOf(move)).filter((kind) => kind === "webhook.received")).toHaveLength(1);
  });

  it("only requests an earlier reading, and moves no step by itself", async () => {
    const move = await moveIn();
    await until(move, "register");
    await move.runStep("register", { pin: "135790" });
    const [waiting] = await database().sql`
      update public.cutover_steps set wait_until = now() + interval '10 minutes', state = 'pending'
      where request_id = ${move.request} and step = 'confirm_connected' returning step`;
    expect(waiting).toEqual({ step: "confirm_connected" });
    await database()
      .sql`update public.request_exceptions set resolved_at = now() where request_id = ${move.request} and resolved_at is null`;
    expect(await move.isDue()).toBe(false);
    await send(quality(move, "ONBOARDING"));
    // The last call is recent.
    expect(await move.isDue()).toBe(false);
    await database()
      .sql`update private.intents set opened_at = opened_at - interval '1 minute' where request_id = ${move.request}`;
    await send(quality(move, "THROUGHPUT_UPGRADE"));
    expect(await stateOf(move)).toBe("confirm_connected pending");
    expect(await move.isDue()).toBe(true);
  });
});

async function trackOf(move: Move): Promise<unknown> {
  const [row] = await database()
    .sql`select tracks ->> 'webhook' as track from public.migration_requests where id = ${move.request}`;
  return row?.track;
}
