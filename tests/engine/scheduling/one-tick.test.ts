/**
 * The worst minute at once: mail and one provider's Meta hang, and its rows are broken. The other's jobs run on time.
 */
import { expect, it } from "vitest";
import { Refusal } from "#domain/commands/refusal.ts";
import * as z from "zod";
import { createLogger } from "../../../supabase/functions/_shared/log.ts";
import { encryptToken } from "../../../supabase/functions/_shared/tokens/token-crypto.ts";
import { createTickHandler } from "../../../supabase/functions/tick/handler.ts";
import { agreeAsItStands } from "../../fixtures/consents.ts";
import { serviceCommands } from "../../fixtures/engine/engine-commands.ts";
import { createMove, type Move } from "../../fixtures/move/move-runner.ts";
import { prepareMoves } from "../../fixtures/move/move-suite.ts";
import {
  createOffice,
  fictionNumber,
  moveSeed,
  type Office,
  tokenKeys,
} from "../../fixtures/move/move-fixture.ts";
import { stubRuntime } from "../../fixtures/rest-stub.ts";

const { database } = prepareMoves();

const hangingToken = "EAAhangingprovider0004";
const secret = "tick-secret";
const tickMs = 10_000;

let hung = 0;
let mailed = 0;
let numbers = 300;
function moveOf(office: Office): Promise<Move> {
  const e164 = fictionNumber((numbers += 1));
  return createMove({ database: database(), office, e164, seed: moveSeed(e164) });
}

/** Work of every kind at each provider: a move under way, one that has ended, one in preparing, one with a date. */
async function providerWith(slug: string) {
  const office = await createOffice(database(), slug);
  const [moving, moved, preparing, scheduled] = [
    await moveOf(office),
    await moveOf(office),
    await moveOf(office),
    await moveOf(office),
  ];
  await moved.drive();
  for (const one of [preparing, scheduled])
    await one.command(office.manager, "abort_cutover", { p_note: null });
  await preparing.command(office.manager, "ask_client", { p_body: "Which day?" });
  const { sql } = database();
  await sql`update public.checks set status = 'pending' where request_id = ${preparing.request}`;
  await sql`update public.migration_requests set checks_read_at = null, updated_at = now() - interval '1 hour' where id = ${preparing.request}`;
  await sql`update public.migration_requests set status = 'scheduled', window_confirmed_at = now() - interval '9 days', checks_read_at = now(),
    window_starts_at = now() + interval '23 hours', window_ends_at = now() + interval '24 hours' where id = ${scheduled.request}`;
  await agreeAsItStands(sql, scheduled.request);
  await sql`update public.provider_calendars set built_at = null, changed_at = date_trunc('second', changed_at) where provider_id = ${office.provider}`;
  await sql`update public.monitoring_checks set due_at = now() where request_id = ${moved.request} and moment = '0h'`;
  await sql`update public.template_readings set due_at = now() where request_id = ${moved.request} and moment = '0h'`;
  return { office, moving, moved, preparing, scheduled };
}
type Provider = Awaited<ReturnType<typeof providerWith>>;

/** What the tick has done for a provider. */
async function done({ office, moving, moved, preparing, scheduled }: Provider) {
  const [row] = await database().sql<Record<string, boolean>[]>`select
    (select bool_or(state = 'done') from public.cutover_steps where request_id = ${moving.request}) as moves,
    (select bool_or(read_at > now() - interval '1 minute') from public.checks where request_id = ${preparing.request} and evidence_kind = 'api') as readings,
    exists (select from private.window_notices where request_id = ${scheduled.request}) as windows,
    (select built_at is not null from public.provider_calendars where provider_id = ${office.provider}) as calendars,
    (select taken_at is not null from public.monitoring_checks where request_id = ${moved.request} and moment = '0h') as monitoring_checks,
    (select taken_at is not null from public.template_readings where request_id = ${moved.request} and moment = '0h') as template_readings`;
  return row;
}

/** The database itself replaces PostgREST; Meta is each number's own simulator, or silence. */
function servicesOf(moves: readonly Move[]): typeof fetch {
  const call = serviceCommands(database().serviceSql);
  const parameters = z.record(z.string(), z.unknown());
  return async (input, init) => {
    const request = new Request(input, init);
    const { host, pathname } = new URL(request.url);
    if (host === new URL(stubRuntime.url).host) {
      try {
        const value = await call(pathname.split("/").at(-1) ?? "", parameters.parse(await request.json()));
        return Response.json(value ?? null);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        const {
          status,
          code,
          details: { hint },
        } = error;
        return Response.json({ code: `PT${status}`, message: code, hint, details: null }, { status });
      }
    }
    if (request.headers.get("authorization")?.includes(hangingToken)) {
      hung += 1;
      return silence(request.signal);
    }
    // Each number has its own Meta with the same ids: the one that knows the object answers.
    for (const move of moves) {
      const answer = await move.simulator.fetch(request.clone());
      if (answer.ok) return answer;
    }
    return moves[0]?.simulator.fetch(request) ?? Response.error();
  };
}

const silence = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(new Error("deadline")), { once: true });
  });

it("runs every job of the other provider within one tick", async () => {
  const [bad, good] = [await providerWith("hanging"), await providerWith("severlink")];
  const { sql } = database();
  const { provider, connection } = bad.office;
  const owner = { providerId: provider, connectionId: connection, purpose: "graph" };
  const hanging = await encryptToken(hangingToken, owner, tokenKeys);
  await sql`update private.connection_tokens set nonce = ${hanging.nonce}, ciphertext = ${hanging.ciphertext} where connection_id = ${connection}`;
  await sql`update public.provider_calendars set hours = '[{"weekday":"1","from":"0","to":"60"}]' where provider_id = ${bad.office.provider}`;
  await sql`insert into public.snapshots (provider_id, client_id, request_id, side, moment, data)
    select provider_id, client_id, id, 'source', 'before', '{"number": 7}' from public.migration_requests where id = ${bad.preparing.request}`;
  await sql.unsafe(`
    create function private.break_one() returns trigger language plpgsql as $$
    begin if new.request_id = '${bad.scheduled.request}' then raise exception 'broken'; end if; return new; end $$;
    create trigger events_break before insert on public.events for each row execute function private.break_one();`);

  const tick = createTickHandler({
    secret,
    supabase: stubRuntime,
    graph: { url: "http://graph.example", version: "v25.0", tokenKeys },
    log: createLogger("tick", () => undefined),
    fetch: servicesOf([good.moving, good.moved, good.preparing, good.scheduled]),
    sendMail: () => {
      mailed += 1;
      return new Promise(() => undefined);
    },
    appUrl: "http://portdesk.example",
    milliseconds: tickMs,
  });
  const begun = performance.now();
  void tick(
    new Request("http://functions.example/tick?once", {
      method: "POST",
      headers: { "x-portdesk-tick": secret },
    }),
  );
  const everything = {
    moves: true,
    readings: true,
    windows: true,
    calendars: true,
    monitoring_checks: true,
    template_readings: true,
  };
  await expect.poll(() => done(good), { timeout: 2 * tickMs, interval: 250 }).toEqual(everything);
  expect(performance.now() - begun).toBeLessThan(2 * tickMs);
  expect(await done(bad)).toMatchObject({ windows: false, calendars: false, monitoring_checks: false });
  expect(hung).toBeGreaterThan(0);
  expect(mailed).toBeGreaterThan(0);
}, 120_000);
