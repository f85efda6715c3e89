/** The whole move without disturbance: what it leaves at Meta and in the database. */
import { expect, it } from "vitest";
import { prepareMoves } from "../../fixtures/move/move-suite.ts";
import { metaIds, newToken, oldToken, send } from "../../fixtures/move/move-fixture.ts";

const { moveIn, database } = prepareMoves();

it("moves a number from the first snapshot to the comparison", async () => {
  const move = await moveIn();
  await move.drive();

  expect((await move.steps()).map(({ step, state }) => `${step} ${state}`)).toEqual([
    "snapshot_before done",
    "subscribe_app done",
    "copy_templates done",
    "claim_number done",
    "request_code done",
    "verify_code done",
    "register done",
    "confirm_connected done",
    "snapshot_after done",
    "compare done",
  ]);
  const { status, destination_phone_number_id: id } = await move.row();
  expect(status).toBe("monitoring");
  expect(await move.exceptions()).toEqual([]);
  expect(move.sends).toEqual([200]);
  expect(await send(move.simulator, metaIds.sourcePhone, oldToken)).not.toBe(200);
  expect(await send(move.simulator, id ?? "", newToken)).toBe(200);
  expect(
    await database()
      .sql`select name, language, outcome, why from public.templates where request_id = ${move.request} order by 1, 2`,
  ).toEqual([
    { name: "hello", language: "en", outcome: "kept", why: "copied" },
    { name: "hello", language: "ru", outcome: "kept", why: "copied" },
    { name: "refused", language: "en", outcome: "lost", why: "not_approved" },
    { name: "weak", language: "en", outcome: "lost", why: "low_quality" },
  ]);
  const snapshots = await database()
    .sql`select side, moment from public.snapshots where request_id = ${move.request} order by taken_at`;
  expect(snapshots).toEqual([
    { side: "source", moment: "before" },
    { side: "destination", moment: "after" },
  ]);
  const [counts] = await database().sql`
    select (select count(*) from public.events where request_id = ${move.request}) =
      (select count(*) from private.outbox where request_id = ${move.request}) as reported`;
  expect(counts).toEqual({ reported: true });
});
