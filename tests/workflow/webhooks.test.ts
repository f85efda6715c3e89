/** Webhooks from the inbox to what they do: once, whatever their order and number. */
import { beforeAll, describe, expect, it } from "vitest";
import type { Move } from "../support/move-runner.ts";
import { prepareMoves, stateOf, until } from "../support/move-suite.ts";
import {
  body,
  digestOf,
  digits,
  quality,
  seconds,
  type Told,
  webhookWorld,
} from "../support/webhook-world.ts";

const { moveIn, database } = prepareMoves();

const { process, receive, tell, alarmsOf } = webhookWorld(database);

async function eventsOf(move: Move): Promise<string[]> {
  const rows = await database().sql<
    { kind: string }[]
  >`select kind from public.events where request_id = ${move.request} order by id`;
  return rows.map(({ kind }) => kind);
}

async function movedNumber(): Promise<Move> {
  const move = await moveIn();
  await move.drive();
  expect((await move.row()).status).toBe("stabilising");
  return move;
}

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
  await tell(quality(move, "FLAGGED"));
  await tell({ ...quality(move, "FLAGGED"), time: seconds(-60) }, quality(moved, "UNFLAGGED"));
  expect(await alarmsOf(move)).toMatchObject([{ times: 1 }]);
});

it("all orders of five events end in the same state", async () => {
  const at = seconds(-1000);
  const eventsFor = (move: Move): Told[] => [
    { ...quality(move, "FLAGGED", { current_limit: "TIER_10K" }), time: at },
    { ...quality(move, "DOWNGRADE", { current_limit: "TIER_2K" }), time: at + 10 },
    { ...quality(move, "UNFLAGGED"), time: at + 20 },
    {
      field: "phone_number_name_update",
      value: { display_phone_number: digits(move), decision: "REJECTED", rejection_reason: "UNRELATED" },
      time: at + 30,
    },
    {
      field: "security",
      value: { display_phone_number: digits(move), event: "PIN_RESET_REQUEST" },
      time: at,
    },
  ];
  const orders = permutations([0, 1, 2, 3, 4]);
  expect(orders).toHaveLength(120);
  const states = new Set<string>();
  const { sql } = database();
  for (const order of orders) {
    for (const index of order) await receive(body(...[eventsFor(moved)[index] ?? []].flat()));
    // One worker after another, so that the order is the one meant.
    for (const index of order) {
      const text = body(...[eventsFor(moved)[index] ?? []].flat());
      await sql`update private.webhook_inbox set taken_until = case when digest = ${digestOf(text)} then null else now() + interval '1 hour' end
        where processed_at is null`;
      await process();
    }
    const [state] = await sql`
      select jsonb_agg(to_jsonb(a) - 'id' - 'request_id' order by code) as alarms,
        (select count(*) from public.events e where e.request_id = ${moved.request} and e.kind = 'alarm.opened') as opened
      from public.request_alarms a where a.request_id = ${moved.request}`;
    states.add(JSON.stringify(state));
    await sql`delete from public.request_alarms where request_id = ${moved.request}`;
    await sql`delete from public.events where request_id = ${moved.request} and kind = 'alarm.opened'`;
    await sql`delete from private.webhook_changes`;
    await sql`delete from private.webhook_inbox`;
  }
  expect([...states]).toHaveLength(1);
  expect([...states][0]).toContain("TIER_2K");
});

describe("after completion", () => {
  it("opens an alarm beside the final request, and somebody says what was done", async () => {
    const move = await movedNumber();
    await complete(move);
    await tell({
      field: "security",
      value: { display_phone_number: digits(move), event: "PIN_RESET_REQUEST" },
    });
    expect((await move.row()).status).toBe("completed");
    const [alarm] = await database()
      .sql`select id from public.request_alarms where request_id = ${move.request}`;
    await move.command(move.office.manager, "acknowledge_alarm", {
      p_alarm: alarm?.id,
      p_note: "It was the owner",
    });
    expect(await alarmsOf(move)).toEqual([]);
    expect((await move.row()).status).toBe("completed");
    expect((await eventsOf(move)).slice(-2)).toEqual(["alarm.opened", "alarm.acknowledge"]);
  });

  it("hears of the account for thirty days, of the number for ever", async () => {
    const move = await movedNumber();
    await complete(move);
    await database()
      .sql`update public.migration_requests set completed_at = now() - interval '31 days' where id = ${move.request}`;
    await tell(
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
    await tell({ field: "message_template_status_update", value });
    await tell({
      field: "message_template_status_update",
      value: { ...value, message_template_name: "foreign" },
    });
    expect(await alarmsOf(move)).toMatchObject([
      { code: "TEMPLATE_STOPPED", subject: `${kept?.name} ${kept?.language}` },
    ]);
  });
});

it("keeps no body with people's messages, and nothing for more than a month", async () => {
  const { sql } = database();
  await tell({
    field: "smb_message_echoes",
    value: { message_echoes: [{ text: { body: "secret words" } }] },
  });
  const [echo] =
    await sql`select body from private.webhook_inbox where problem = 'unknown_field' order by received_at desc limit 1`;
  expect(echo).toEqual({ body: null });
  await sql`update private.webhook_inbox set received_at = now() - interval '31 days'`;
  await sql`update private.webhook_changes set received_at = now() - interval '31 days'`;
  await sql`select public.engine_sweep(1000)`;
  expect(
    await sql`select digest from private.webhook_inbox union all select key from private.webhook_changes`,
  ).toEqual([]);
});

describe("while the number moves", () => {
  it("the first message after register shows that the webhook works, once", async () => {
    const move = await movedNumber();
    const { destination_phone_number_id: phoneNumberId } = await move.row();
    const message = (id: string, time: number): Told => ({
      field: "messages",
      value: {
        messaging_product: "whatsapp",
        metadata: { phone_number_id: phoneNumberId },
        messages: [{ id }],
      },
      time,
    });
    await tell(message("early", seconds(-86_400)));
    expect(await trackOf(move)).toBe("working");
    await tell(message("first", seconds(1)), message("second", seconds(2)));
    await tell(message("third", seconds(3)));
    expect(await trackOf(move)).toBe("done");
    expect((await eventsOf(move)).filter((kind) => kind === "webhook.heard")).toHaveLength(1);
  });

  it("only asks for an earlier reading, and moves no step by itself", async () => {
    const move = await moveIn();
    await until(move, "register");
    await move.act("register", { pin: "135790" });
    const [waiting] = await database().sql`
      update public.cutover_steps set wait_until = now() + interval '10 minutes', state = 'pending'
      where request_id = ${move.request} and step = 'confirm_connected' returning step`;
    expect(waiting).toEqual({ step: "confirm_connected" });
    await database()
      .sql`update public.request_exceptions set resolved_at = now() where request_id = ${move.request} and resolved_at is null`;
    expect(await move.isDue()).toBe(false);
    await tell(quality(move, "ONBOARDING"));
    // The last call is not long past.
    expect(await move.isDue()).toBe(false);
    await database()
      .sql`update private.intents set opened_at = opened_at - interval '1 minute' where request_id = ${move.request}`;
    await tell(quality(move, "THROUGHPUT_UPGRADE"));
    expect(await stateOf(move)).toBe("confirm_connected pending");
    expect(await move.isDue()).toBe(true);
  });
});

async function trackOf(move: Move): Promise<unknown> {
  const [row] = await database()
    .sql`select tracks ->> 'webhook' as track from public.migration_requests where id = ${move.request}`;
  return row?.track;
}

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item, at) =>
    permutations(items.filter((_, other) => other !== at)).map((rest) => [item, ...rest]),
  );
}
