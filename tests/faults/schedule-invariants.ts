/** What must hold of a move at every moment of a schedule, and at its end. */
import * as z from "zod/mini";
import { eventCount } from "../fixtures/move/move-counts.ts";
import type { Move } from "../fixtures/move/move-runner.ts";
import { truthFaults } from "../fixtures/move/move-truth.ts";
import { metaIds, oldToken, send } from "../fixtures/move/move-fixture.ts";

export type Party = {
  move: Move;
  /** Writes to the simulator still under way after their sender has given up. */
  late: { arrive: () => Promise<unknown>; inSeconds: number }[];
  /** Calls, by their number in Meta's journal, whose answers reached nobody. */
  lost: Set<number>;
  /** Writes to hold back from now on, each for that many seconds. */
  holding: number[];
  isAborted: boolean;
  /** A person has lied about what the phone received. */
  wasLiedTo: boolean;
  baseline: number;
  /** The outcome of each intent, as written when it was closed. */
  closed: Record<string, string>;
  /** How many approvals a step had when it was last called. */
  approvedAt: Record<string, number>;
  /** The alarms that Meta's webhooks justify, one per event. */
  reported: string[];
  /** The request's fence when all moves of its office were stopped; null while they are not. */
  haltedAt: number | null;
};

/** Calls that change something at Meta, by the end of their path. */
const guarded: Readonly<Record<string, string>> = {
  request_code: "request_code",
  verify_code: "verify_code",
  register: "register",
  phone_numbers: "claim_number",
};

/** Steps that happen once per approval. */
const approvedSteps = ["request_code", "verify_code", "register"];

/** The most calls allowed in a sliding window of hours. */
const budgets = {
  claim_number: { most: 20, hours: 72 },
  request_code: { most: 5, hours: 12 },
  verify_code: { most: 10, hours: 12 },
  register: { most: 9, hours: 72 },
} as const;

/** Faults of one call as it arrives at Meta: who makes it, and whether it is on record. */
export async function doorFaults(
  { move, haltedAt, approvedAt }: Party,
  request: Request,
  tokens: readonly string[],
): Promise<string[]> {
  const faults: string[] = [];
  const token = request.headers.get("authorization")?.replace("Bearer ", "");
  if (token !== undefined && !tokens.includes(token)) faults.push("called with a token of somebody else");
  const step =
    request.method === "POST" ? guarded[new URL(request.url).pathname.split("/").at(-1) ?? ""] : undefined;
  if (step === undefined) return faults;
  if (approvedSteps.includes(step)) {
    const approved = (move.approvals[step] ?? 0) + (move.approvals[`${step}_shared`] ?? 0);
    if (approved <= (approvedAt[step] ?? 0)) faults.push(`${step}: called again without a new approval`);
    approvedAt[step] = approved;
  }
  const [living] = await move.database.sql<{ fence: number }[]>`
    select fence::int from private.intents where request_id = ${move.request} and step in (${step}, ${`${step}_shared`}) and kind = 'call'
      and closed_at is null and lease_until > now()`;
  if (!living) faults.push(`${step}: called without a living intent`);
  else if (haltedAt !== null && living.fence > haltedAt) faults.push(`${step}: begun while all was stopped`);
  return faults;
}

const standing = z.object({
  status: z.string(),
  waitingOn: z.nullable(z.string()),
  nextAction: z.nullable(z.string()),
  done: z.array(z.string()),
  stuck: z.array(z.string()),
  drift: z.number(),
  events: z.number(),
  outbox: z.number(),
  closed: z.record(z.string(), z.string()),
});

async function readStanding({ database, request }: Move): Promise<z.infer<typeof standing>> {
  const [row] = await database.sql`
    select r.status, r.waiting_on as "waitingOn", r.next_action as "nextAction",
      coalesce((select jsonb_agg(s.step) from public.cutover_steps s where s.request_id = r.id and s.state = 'done'), '[]') as done,
      coalesce((select jsonb_agg(s.step || ' ' || s.state) from public.cutover_steps s where s.request_id = r.id
        and (s.state = 'failed' or (s.state = 'unknown' and s.wait_until is null))
        and not exists (select from private.intents i where i.request_id = r.id and (i.closed_at is null or i.outcome = 'unknown' and i.answer is null))
        and not exists (select from public.request_exceptions e where e.request_id = r.id and e.resolved_at is null and e.owner is not null)), '[]') as stuck,
      r.version - (select count(*)::int from public.events e where e.request_id = r.id) as drift,
      (select count(*)::int from public.events e where e.request_id = r.id) as events,
      (select count(*)::int from private.outbox o where o.request_id = r.id) as outbox,
      coalesce((select jsonb_object_agg(i.id, i.outcome || coalesce(' ' || i.answer::text, '')) from private.intents i
        where i.request_id = r.id and i.closed_at is not null), '{}') as closed
    from public.migration_requests r where r.id = ${request}`;
  return standing.parse(row);
}

/** The baseline that `claimFaults` compares the number of changes with. */
export const readBaseline = async (move: Move): Promise<number> => (await readStanding(move)).drift;

/** Where our state claims more than Meta's, or what happened differs from what was recorded. */
export async function claimFaults(party: Party): Promise<string[]> {
  const { move, isAborted } = party;
  const faults = await truthFaults(move);
  const now = await readStanding(move);
  const happened = (step: string, text: RegExp) => move.effects(step).some((effect) => text.test(effect));
  const registered = isRegistered(move);
  if (now.done.includes("register") && !registered) faults.push("register is done, but not at Meta");
  if (now.status === "monitoring" && !registered) faults.push("monitoring, but not at Meta");
  if (now.done.includes("verify_code") && !party.wasLiedTo && !happened("verify_code", /verified as/))
    faults.push("verify_code is done, but not at Meta");
  if (now.done.includes("claim_number") && !happened("claim_number", /claimed as/))
    faults.push("claim_number is done, but not at Meta");
  if (now.done.includes("request_code") && !party.wasLiedTo && !happened("request_code", /^code sent/))
    faults.push("request_code is done, but not at Meta");
  for (const [intent, was] of Object.entries(party.closed))
    if (now.closed[intent] !== was) faults.push("a closed intent was written again");
  party.closed = now.closed;
  if (now.drift !== party.baseline || now.events !== now.outbox)
    faults.push(
      `${now.events} events, ${now.outbox} in the outbox, ${now.drift - party.baseline} changes more`,
    );
  if (!isAborted && now.stuck.length > 0) faults.push(`nobody's task: ${now.stuck.join()}`);
  if ((now.status === "cutover" || now.status === "monitoring") && (!now.waitingOn || !now.nextAction))
    faults.push(`${now.status}, but waiting on ${now.waitingOn} for ${now.nextAction}`);
  if (registered && !["cutover", "monitoring"].includes(now.status))
    faults.push(`registered at Meta, but ${now.status}`);
  return faults;
}

/** Whether the number has left the old provider: on R0 when the client removed it, otherwise by `register`. */
export const isRegistered = (move: Move): boolean =>
  move.route === "R0"
    ? move.simulator.simulation.state.numbers.some(
        ({ waba_id: waba, status }) => waba === metaIds.source && status === "DELETED",
      )
    : move.effects("register").some((effect) => effect.includes("registered as"));

/** Faults of a move whose schedule is over and which has been worked to its end. */
export async function endFaults(party: Party): Promise<string[]> {
  const { move, isAborted } = party;
  const faults = [...(await claimFaults(party)), ...budgetFaults(party)];
  const check = (holds: boolean, fault: string) => {
    if (!holds) faults.push(fault);
  };
  const times = move.effects("register").filter((effect) => effect.includes("registered as")).length;
  check(times === (isAborted || move.route === "R0" ? 0 : 1), `register: took effect ${times} times`);
  check(
    move.sends.every((status) => status === 200),
    `the source stopped before register: ${move.sends.join()}`,
  );
  const { status, destination_phone_number_id: id } = await move.row();
  const sends = (await send(move.simulator, metaIds.sourcePhone, oldToken)) === 200;
  if (isAborted) {
    check(status === "preparing", `aborted, but ${status}`);
    check(sends, "aborted, but the source does not send");
  } else {
    check(status === "monitoring", `the request is ${status}`);
    const open = (await move.steps()).filter(({ state }) => state !== "done" && state !== "skipped");
    check(open.length === 0, `steps left: ${open.map(({ step, state }) => `${step} ${state}`).join()}`);
    check(!sends, "the source still sends");
    check(
      (await send(move.simulator, id ?? "", move.senderToken())) === 200,
      "the destination does not send",
    );
  }
  const counts = await eventCount(move);
  check(counts.openIntents === 0, `${counts.openIntents} intents left open`);
  check(counts.secrets === 0, "a code, PIN or token is in the database");
  return faults;
}

function budgetFaults({ move, lost }: Party): string[] {
  return Object.entries(budgets).flatMap(([operation, { most, hours }]) => {
    // A code that Meta refused to send, with a wait, uses up nothing.
    const isSpent = ({ fault }: { fault: string | null }) =>
      !(operation === "request_code" && fault === "http429");
    const times = move
      .journal(operation)
      .filter(isSpent)
      .map(({ at }) => Date.parse(at));
    const busiest = Math.max(
      0,
      ...times.map((from) => times.filter((at) => at >= from && at < from + hours * 3_600_000).length),
    );
    // What arrives late was sent before anyone could know of the wait.
    const received = move.journal(operation).filter(({ seq }) => !lost.has(seq));
    const early = received.some(
      ({ at, fault }, index) =>
        fault === "http429" &&
        received.slice(index + 1).some((next) => Date.parse(next.at) < Date.parse(at) + 299_000),
    );
    return [
      ...(busiest > most ? [`${operation}: ${busiest} calls in ${hours} hours`] : []),
      ...(early ? [`${operation}: called again before Meta's wait was over`] : []),
    ];
  });
}
