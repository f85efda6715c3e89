/** Where webhooks go: only to requests whose ids Meta itself has given or confirmed. */
import { beforeAll, expect, it } from "vitest";
import { createMove, type Move } from "../../fixtures/move/move-runner.ts";
import { prepareMoves } from "../../fixtures/move/move-suite.ts";
import { createOffice, fictionNumber, metaIds, moveSeed } from "../../fixtures/move/move-fixture.ts";
import { quality, seconds, webhookFixture } from "../../fixtures/webhooks/webhook-fixture.ts";

const { moveIn, database } = prepareMoves();
const { process, receive, send, alarmsOf } = webhookFixture(database);

let moved: Move;
beforeAll(async () => {
  moved = await movedNumber();
});

async function movedNumber(): Promise<Move> {
  const move = await moveIn();
  await move.drive();
  return move;
}

it("uses ids that Meta gave us, and reaches no other provider's request", async () => {
  const e164 = fictionNumber(700);
  const office = await createOffice(database(), "severlink");
  const other = await createMove({ database: database(), office, e164, seed: moveSeed(e164) });
  // An id that a person typed proves nothing.
  await database()
    .sql`update public.migration_requests set source_waba_id = '990099' where id = ${other.request}`;
  await send({ field: "account_update", value: { event: "ACCOUNT_DELETED" }, waba: "990099" });
  await send(quality(moved, "FLAGGED", { reason: "routing" }));
  expect(await alarmsOf(other)).toEqual([]);
  expect(await alarmsOf(moved)).toMatchObject([{ code: "QUALITY_DROPPED" }]);
});

it("goes to the account whose id came as a number, digit by digit", async () => {
  const [ours, neighbour] = ["9007199254740993", "9007199254740992"];
  const other = await movedNumber();
  const move = await movedNumber();
  const at = (one: Move, waba: string) =>
    database()
      .sql`update public.migration_requests set destination_waba_id = ${waba} where id = ${one.request}`;
  await at(move, ours);
  await at(other, neighbour);
  await receive(
    `{"object":"whatsapp_business_account","entry":[{"id":${ours},"time":${seconds()},"changes":[
      {"field":"account_update","value":{"event":"ACCOUNT_DELETED"}}]}]}`,
  );
  await process();
  expect((await alarmsOf(move)).map(({ code }) => code)).toEqual(["ACCOUNT_GONE"]);
  expect(await alarmsOf(other)).toEqual([]);
});

it("counts ids that people recorded only after Meta has confirmed the number as theirs", async () => {
  const e164 = fictionNumber(701);
  const office = await createOffice(database(), "eavesdrop");
  const other = await createMove({ database: database(), office, e164, seed: moveSeed(e164), route: "R0" });
  const { destination_phone_number_id: phone } = await moved.row();
  const record = (more: string) =>
    database().sql.unsafe(
      `update public.migration_requests set destination_waba_id = '${metaIds.destination}', destination_phone_number_id = '${phone}'${more} where id = '${other.request}'`,
    );
  await record("");
  const restricted = {
    event: "ACCOUNT_RESTRICTION",
    restriction_info: [{ restriction_type: "RESTRICTED_ADD_PHONE_NUMBER_ACTION" }],
  };
  await send({ field: "account_update", value: restricted });
  await send(quality(moved, "FLAGGED", { reason: "eavesdropping" }));
  expect(await alarmsOf(other)).toEqual([]);
  expect((await alarmsOf(moved)).map(({ code }) => code)).toContain("ACCOUNT_RESTRICTED");

  await record(", registered_at = now()");
  await send({ field: "account_update", value: { event: "ACCOUNT_VIOLATION" } });
  expect((await alarmsOf(other)).map(({ code }) => code)).toEqual(["ACCOUNT_VIOLATED"]);
});

it("keeps what concerns nobody of ours, lies in the future, or is not understood", async () => {
  const { sql } = database();
  const before = await sql`select count(*)::int as n from public.request_alarms`;
  await send({ field: "account_update", value: { event: "ACCOUNT_DELETED" }, waba: "123456" });
  await send({ field: "something_new", value: { event: "X" } });
  await receive("<html>");
  await process();
  expect(await sql`select count(*)::int as n from public.request_alarms`).toEqual(before);
  const kept = await sql<{ problem: string | null; body: Buffer | null }[]>`
    select problem, body from private.webhook_inbox where problem is not null order by problem`;
  expect(kept.map(({ problem, body: raw }) => [problem, raw !== null])).toEqual([
    ["unknown_field", true],
    ["unreadable", true],
  ]);
  const [waiting] =
    await sql`select count(*)::int as n from private.webhook_inbox where processed_at is null or (problem is null and body is not null)`;
  expect(waiting).toEqual({ n: 0 });

  const move = await movedNumber();
  await send({ ...quality(move, "FLAGGED"), time: seconds(400 * 86_400) });
  const [alarm] =
    await sql`select last_at <= now() as sane from public.request_alarms where request_id = ${move.request}`;
  expect(alarm).toEqual({ sane: true });
});
