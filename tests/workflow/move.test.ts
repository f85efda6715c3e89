import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { createMove } from "../support/move-runner.ts";
import {
  createOffice,
  fictionNumber,
  metaIds,
  moveSeed,
  newToken,
  oldToken,
  type Office,
  send,
} from "../support/move-world.ts";

let database: TestDatabase;
let office: Office;

beforeAll(async () => {
  database = await createTestDatabase();
  office = await createOffice(database, "brightline");
});
afterAll(async () => database.drop());

it("moves a number from the first photograph to the comparison", async () => {
  const e164 = fictionNumber(0);
  const move = await createMove({ database, office, e164, seed: moveSeed(e164) });
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
  expect(status).toBe("stabilising");
  expect(await move.exceptions()).toEqual([]);
  expect(move.sends).toEqual([200]);
  expect(await send(move.simulator, metaIds.sourcePhone, oldToken)).not.toBe(200);
  expect(await send(move.simulator, id ?? "", newToken)).toBe(200);
  expect(
    await database.sql`select name, language, outcome, why from public.templates where request_id = ${move.request} order by 1, 2`,
  ).toEqual([
    { name: "hello", language: "en", outcome: "kept", why: "copied" },
    { name: "hello", language: "ru", outcome: "kept", why: "copied" },
    { name: "refused", language: "en", outcome: "lost", why: "not_approved" },
    { name: "weak", language: "en", outcome: "lost", why: "low_quality" },
  ]);
  const snapshots =
    await database.sql`select side, moment from public.snapshots where request_id = ${move.request} order by taken_at`;
  expect(snapshots).toEqual([
    { side: "source", moment: "before" },
    { side: "destination", moment: "after" },
  ]);
  const [counts] = await database.sql`
    select (select count(*) from public.events where request_id = ${move.request}) =
      (select count(*) from private.outbox where request_id = ${move.request}) as told`;
  expect(counts).toEqual({ told: true });
});
