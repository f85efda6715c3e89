/** A provider whose calls hang delays no other: the engine runs several steps at once, and keeps places free. */
import { expect, it } from "vitest";
import type { EngineStore } from "../../../supabase/functions/_shared/engine/cutover-store.ts";
import { fillQueue } from "../../fixtures/move/fill-queue.ts";
import { createMove, type Move } from "../../fixtures/move/move-runner.ts";
import { prepareMoves } from "../../fixtures/move/move-suite.ts";
import { createOffice, fictionNumber, moveSeed, newToken } from "../../fixtures/move/move-fixture.ts";

const { database } = prepareMoves();
const hangingToken = "EAAhanging0003";

/** A promise and what resolves it. */
function gate() {
  let open = () => undefined as void;
  const opened = new Promise<void>((done) => (open = done));
  return { opened, open };
}

async function newMove(
  slug: string,
  serial: number,
  token: string,
  fetch?: (asked: Request) => Promise<Response>,
) {
  const office = await createOffice(database(), slug, token);
  const e164 = fictionNumber(serial);
  const own = fetch ? { fetch } : {};
  return createMove({ database: database(), office, e164, seed: moveSeed(e164), leaseSeconds: 60, ...own });
}

it("takes another provider's first step while one provider's call hangs", async () => {
  const [hangs, answers, other] = [gate(), gate(), gate()];
  let hanging = 0;
  const slow = await newMove("slowmeta", 900, hangingToken, async (asked) => {
    if (!asked.headers.get("authorization")?.includes(hangingToken)) {
      other.open();
      return quick.simulator.fetch(asked);
    }
    hanging += 1;
    hangs.open();
    await answers.opened;
    return Response.json({ error: { code: 2, message: "away" } }, { status: 503 });
  });
  // Its other numbers are due as well, and leave the free places alone.
  await fillQueue(database().sql, slow.request, 20);
  let [isOver, polls] = [false, 0];
  let wake = () => undefined as void;
  const store = (given: EngineStore) => ({
    ...given,
    dueRequests: (limit: number) => {
      polls += 1;
      return isOver ? Promise.resolve([]) : given.dueRequests(limit);
    },
  });
  const idle = gate();
  const sleep = () => {
    idle.open();
    return new Promise<void>((done) => (wake = done));
  };
  const pass = slow
    .engine({ store }, { limits: { atOnce: 3, perProvider: 3, keptFree: 2 }, sleep })
    .workDue(60_000);
  await hangs.opened;
  await idle.opened;
  expect({ hanging, polls }).toEqual({ hanging: 1, polls: 2 });
  const quick: Move = await newMove("quickmeta", 901, newToken);
  wake();
  await other.opened;
  const begun = await database().sql`select distinct provider_id from private.intents`;
  expect(new Set(begun.map(({ provider_id: provider }) => provider))).toEqual(
    new Set([slow.office.provider, quick.office.provider]),
  );
  expect(hanging).toBe(1);
  isOver = true;
  answers.open();
  wake();
  expect(await pass).toBeGreaterThanOrEqual(2);
}, 30_000);
