/** One provider's ten thousand numbers do not stand before another's first. */
import { expect, it } from "vitest";
import { createEngineStore } from "../../supabase/functions/_shared/engine/cutover-store.ts";
import { serviceCommands } from "../support/engine-commands.ts";
import { fillQueue } from "../support/fill-queue.ts";
import { createMove } from "../support/move-runner.ts";
import { prepareMoves } from "../support/move-suite.ts";
import { createOffice, fictionNumber, moveSeed } from "../support/move-world.ts";

const { moveIn, database } = prepareMoves();

it("takes the other provider's number among the first two", async () => {
  const { sql } = database();
  const many = await moveIn();
  await fillQueue(sql, many.request, 10_000);
  const e164 = fictionNumber(800);
  const office = await createOffice(database(), "severlink");
  const one = await createMove({ database: database(), office, e164, seed: moveSeed(e164) });

  const due = await createEngineStore(serviceCommands(database().serviceSql)).dueRequests(20);
  expect(due).toHaveLength(20);
  expect(due.indexOf(one.request)).toBeLessThan(2);
  const [waiting] = await sql`
    select count(*)::int as n from public.migration_requests where status = 'cutover' and provider_id = ${many.office.provider}`;
  expect(waiting).toEqual({ n: 10_001 });
});
