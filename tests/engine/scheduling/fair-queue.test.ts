/** A provider with ten thousand numbers does not delay another's first, and moves under way finish first. */
import { beforeAll, expect, it } from "vitest";
import { createEngineStore } from "../../../supabase/functions/_shared/engine/cutover-store.ts";
import { serviceCommands } from "../../fixtures/engine/engine-commands.ts";
import { fillQueue } from "../../fixtures/move/fill-queue.ts";
import { createMove, type Move } from "../../fixtures/move/move-runner.ts";
import { prepareMoves } from "../../fixtures/move/move-suite.ts";
import { createOffice, fictionNumber, moveSeed } from "../../fixtures/move/move-fixture.ts";

const { moveIn, database } = prepareMoves();
const due = async (limit: number) => {
  const { dueRequests } = createEngineStore(serviceCommands(database().serviceSql));
  return (await dueRequests(limit)).map(({ request }) => request);
};

async function newcomer(slug: string, serial: number): Promise<Move> {
  const e164 = fictionNumber(serial);
  const office = await createOffice(database(), slug);
  return createMove({ database: database(), office, e164, seed: moveSeed(e164) });
}

let many: Move;
beforeAll(async () => {
  many = await moveIn();
  await fillQueue(database().sql, many.request, 10_000);
});

it("hands out one step of each provider before a second of any", async () => {
  const one = await newcomer("severlink", 800);
  const first = await due(20);
  expect(first).toHaveLength(20);
  expect(first.indexOf(one.request)).toBeLessThan(2);
  const [waiting] = await database().sql`
    select count(*)::int as n from public.migration_requests where status = 'cutover' and provider_id = ${many.office.provider}`;
  expect(waiting).toEqual({ n: 10_001 });
});

it("prefers the provider served longest ago, or never", async () => {
  const { sql } = database();
  const one = await newcomer("firstserved", 801);
  const other = await newcomer("lastserved", 802);
  await sql`update public.cutover_steps set wait_until = now() + interval '1 hour'
    where request_id not in (${one.request}, ${other.request})`;
  await one.engine().workDue(50);
  expect(await due(1)).toEqual([other.request]);
  await sql`update private.intents set opened_at = now() - interval '1 minute' where provider_id = ${one.office.provider}`;
  await sql`update public.cutover_steps set wait_until = null`;
  await sql`update public.cutover_steps set wait_until = now() + interval '1 hour' where request_id = ${other.request}`;
});

it("finishes a move before the provider's next, and moves past the point of no return first", async () => {
  const { sql } = database();
  const own = async () => (await due(4)).filter((id) => providers.get(id) === many.office.provider);
  const rows = await sql<
    { id: string; provider_id: string }[]
  >`select id, provider_id from public.migration_requests`;
  const providers = new Map(rows.map(({ id, provider_id: provider }) => [id, provider]));
  const [head = ""] = await own();
  // A change to a request does not send it to the back.
  await sql`update public.migration_requests set version = version + 1, updated_at = now() where id = ${head}`;
  expect((await own())[0]).toBe(head);
  const last = rows.filter(({ provider_id: provider }) => provider === many.office.provider).at(-1)?.id ?? "";
  await sql`update public.migration_requests set no_return_at = now() where id = ${last}`;
  expect((await own())[0]).toBe(last);
});

it("gives a newcomer the very next step", async () => {
  const served: string[] = [];
  let late = "";
  const engine = many.engine({
    store: (store) => ({
      ...store,
      async readContext(request) {
        served.push(request);
        if (served.length === 3) late = (await newcomer("latecomer", 803)).request;
        return null;
      },
    }),
  });
  await engine.workDue(3000);
  expect(served[3]).toBe(late);
});
