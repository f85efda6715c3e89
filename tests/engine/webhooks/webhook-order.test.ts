/**
 * Neither the order in which webhooks are read nor Meta's repetitions change the final state. Takes every third
 * order; `npm run test:orders` takes all of them.
 */
import { beforeAll, describe, expect, it } from "vitest";
import type { Move } from "../../fixtures/move/move-runner.ts";
import { prepareMoves } from "../../fixtures/move/move-suite.ts";
import {
  body,
  digestOf,
  digits,
  quality,
  seconds,
  type WebhookEvent,
  webhookFixture,
} from "../../fixtures/webhooks/webhook-fixture.ts";

const { moveIn, database } = prepareMoves();

const { process, receive, send, alarmsOf, eventsOf, acknowledge } = webhookFixture(database);

let moved: Move;
beforeAll(async () => {
  moved = await moveIn();
  await moved.drive();
});

const isEveryOrder = globalThis.process.env["PORTDESK_EVERY_ORDER"] === "1";

describe("five events end in the same state in any order", () => {
  /** Plays each order afresh on `moved`; returns the final states. */
  async function statesOf(
    begin: () => Promise<void>,
    events: readonly (WebhookEvent | (() => Promise<void>))[],
  ) {
    const states = new Set<string>();
    const { sql } = database();
    for (const order of permutations(events).filter((_, at) => isEveryOrder || at % 3 === 0)) {
      await begin();
      const texts = order.map((event) => (typeof event === "function" ? event : body(event)));
      for (const text of texts) if (typeof text === "string") await receive(text);
      // One worker after another keeps the intended order.
      for (const text of texts) {
        if (typeof text === "function") await text();
        else {
          await sql`update private.webhook_inbox set taken_until = case when digest = ${digestOf(text)} then null else now() + interval '1 hour' end
            where processed_at is null`;
          await process();
        }
      }
      const [state] = await sql`
        select r.status, r.tracks, r.webhook_received_at, (select jsonb_agg(to_jsonb(a) - 'id' - 'request_id' order by code)
            from public.request_alarms a where a.request_id = r.id) as alarms,
          (select jsonb_object_agg(kind, n) from (select kind, count(*) as n from public.events
            where request_id = r.id and kind in ('alarm.opened', 'webhook.received') group by kind) as k) as reported
        from public.migration_requests r where r.id = ${moved.request}`;
      states.add(JSON.stringify(state));
      await sql`delete from public.request_alarms where request_id = ${moved.request}`;
      await sql`delete from public.events where request_id = ${moved.request} and kind in ('alarm.opened', 'webhook.received')`;
      await sql`delete from private.webhook_changes`;
      await sql`delete from private.webhook_inbox`;
    }
    return [...states];
  }

  it("alarms", async () => {
    const at = seconds(-1000);
    const about = { display_phone_number: digits(moved) };
    const name = { ...about, decision: "REJECTED", rejection_reason: "UNRELATED" };
    const states = await statesOf(
      () => Promise.resolve(),
      [
        { ...quality(moved, "FLAGGED", { current_limit: "TIER_10K" }), time: at },
        { ...quality(moved, "DOWNGRADE", { current_limit: "TIER_2K" }), time: at + 10 },
        { ...quality(moved, "UNFLAGGED"), time: at + 20 },
        { field: "phone_number_name_update", value: name, time: at + 30 },
        { field: "security", value: { ...about, event: "PIN_RESET_REQUEST" }, time: at },
      ],
    );
    expect(states).toHaveLength(1);
    expect(states[0]).toContain("TIER_2K");
  });

  it("messages, the end of register, and repetitions", async () => {
    const { sql } = database();
    const { destination_phone_number_id: phone } = await moved.row();
    const [call] = await sql<{ at: number }[]>`
      select ceil(extract(epoch from min(opened_at)))::int as at from private.intents where request_id = ${moved.request} and step = 'register'`;
    const at = call?.at ?? 0;
    const message = (id: string, time: number): WebhookEvent => ({
      field: "messages",
      value: { messaging_product: "whatsapp", metadata: { phone_number_id: phone }, messages: [{ id }] },
      time,
    });
    const set = (changes: string) =>
      sql.unsafe(`update public.migration_requests set ${changes} where id = '${moved.request}'`);
    const begin = async () => {
      await set(`status = 'cutover', registered_at = null, no_return_at = null, webhook_received_at = null,
        tracks = tracks || '{"webhook":"pending"}'`);
    };
    const registerEnds = async () => {
      await set("registered_at = now(), no_return_at = now()");
      await set(`tracks = tracks || '{"webhook":"working"}'`);
      await set("status = 'monitoring', registered_at = '2026-01-01', no_return_at = '2026-01-01'");
    };
    const states = await statesOf(begin, [
      message("first", at),
      message("second", at + 1),
      registerEnds,
      { ...quality(moved, "FLAGGED"), time: at },
      { ...quality(moved, "FLAGGED"), time: at + 1 },
    ]);
    expect(states).toHaveLength(1);
    expect(JSON.parse(states[0] ?? "{}")).toMatchObject({
      tracks: { webhook: "done" },
      webhook_received_at: new Date(at * 1000).toISOString(),
      alarms: [{ times: 1 }],
      reported: { "alarm.opened": 1, "webhook.received": 1 },
    });
    await set("registered_at = now(), no_return_at = now()");
  });
});

describe("when it happens again after someone has dealt with it", () => {
  const asked = (move: Move, time: number): WebhookEvent => ({
    field: "security",
    value: { display_phone_number: digits(move), event: "PIN_RESET_REQUEST" },
    time,
  });
  const codesOf = async (move: Move) => (await alarmsOf(move)).map(({ code }) => code);

  it("raises a new alarm, but not for a known body, for an older one, or while one is open", async () => {
    const move = await moveIn();
    await move.drive();
    const at = seconds(-100);
    await send(asked(move, at));
    await acknowledge(move);
    expect(await codesOf(move)).toEqual([]);
    await send(asked(move, at));
    await send(asked(move, at), quality(moved, "UNFLAGGED"));
    await send(asked(move, at - 10));
    expect(await codesOf(move)).toEqual([]);
    await send(asked(move, at + 1));
    await send(asked(move, at + 2));
    expect(await alarmsOf(move)).toMatchObject([{ code: "TWO_STEP_RESET_REQUESTED", times: 1 }]);
    expect((await eventsOf(move)).filter((kind) => kind === "alarm.opened")).toHaveLength(2);
    await acknowledge(move);
    await send(asked(move, at + 2), quality(moved, "ONBOARDING"));
    expect(await codesOf(move)).toEqual([]);
    await send(asked(move, at + 3));
    expect(await codesOf(move)).toEqual(["TWO_STEP_RESET_REQUESTED"]);
  });
});

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item, at) =>
    permutations(items.filter((_, other) => other !== at)).map((rest) => [item, ...rest]),
  );
}
