/** The moves of one or two tenants with their workers: what a schedule plays on, and what monitors it. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Route } from "#domain/routes/route-catalogue.ts";
import type { TestDatabase } from "../fixtures/database.ts";
import { createMove, type Move, type Wrap } from "../fixtures/move/move-runner.ts";
import {
  createOffice,
  fictionNumber,
  moveSeed,
  newToken,
  type Office,
  oldToken,
} from "../fixtures/move/move-fixture.ts";
import { signupOf } from "../fixtures/signup.ts";
import type { WebhookEvent } from "../fixtures/webhooks/webhook-fixture.ts";
import { claimFaults, doorFaults, type Party, readBaseline } from "./schedule-invariants.ts";
import { startWorker, type Worker } from "./worker.ts";

/** An engine for the schedules to run: intact, or with something removed. */
export type EngineUnderTest = { wrap?: (fixture: ScheduleFixture) => Wrap; leaseSeconds?: number };

export type ScheduleFixture = {
  database: TestDatabase;
  offices: readonly [Office, Office];
  parties: Party[];
  workers: { party: Party; worker: Worker }[];
  violations: string[];
  trace: string[];
  /** What Meta has reported but has not arrived yet. */
  underWay: WebhookEvent[];
  /** How many events there were, and how many bodies with them. */
  events: number;
  repeats: number;
};

export type Slot = { database: TestDatabase; offices: readonly [Office, Office]; used: number };

/** A database with two providers; fictional numbers are few, which limits how many moves it serves. */
export async function openSlot(database: TestDatabase): Promise<Slot> {
  // The invariants look up moves after every command, which nothing in Portdesk does.
  for (const table of ["public.events", "public.snapshots", "private.outbox", "private.intents"])
    await database.sql.unsafe(`create index on ${table} (request_id)`);
  const offices = [
    await createOffice(database, "brightline"),
    await createOffice(database, "fernway", "EAAotherprovider03"),
  ] as const;
  return { database, offices, used: 0 };
}

/** Fewer than one person may file in a day. */
export const movesPerSlot = 900;

export async function openFixture(
  slot: Slot,
  {
    routes,
    isOneOffice,
    keepsId = false,
  }: { routes: readonly Route[]; isOneOffice: boolean; keepsId?: boolean },
  { leaseSeconds = 60 }: EngineUnderTest,
): Promise<ScheduleFixture> {
  const fixture: ScheduleFixture = {
    ...slot,
    parties: [],
    workers: [],
    violations: [],
    trace: [],
    underWay: [],
    events: 0,
    repeats: 0,
  };
  for (const [index, route] of routes.entries()) {
    const office = slot.offices[index % 2 === 0 || isOneOffice ? 0 : 1];
    const e164 = fictionNumber((slot.used += 1));
    fixture.parties.push(await openParty(fixture, office, { e164, route, keepsId }, leaseSeconds));
  }
  return fixture;
}

async function openParty(
  fixture: ScheduleFixture,
  office: Office,
  { e164, route, keepsId }: { e164: string; route: Route; keepsId: boolean },
  leaseSeconds: number,
): Promise<Party> {
  const party: { current?: Party } = {};
  const seed = moveSeed(e164, (facts) => {
    for (const token of facts.tokens) if (token.token === newToken) token.token = office.token;
    if (keepsId) facts.settings = { phoneIdChanges: false, keptIdShows: "source" };
  });
  const move: Move = await createMove({
    database: fixture.database,
    office,
    e164,
    seed,
    route,
    leaseSeconds,
    isTimeShared: true,
    timing: { settle: 20, recheck: 60, retry: 30 },
    fetch: async (request) => {
      const now = party.current;
      if (!now) throw new Error("called before the move began");
      fixture.violations.push(...(await doorFaults(now, request, ownTokens(now.move))));
      const inSeconds = request.method === "POST" ? now.holding.shift() : undefined;
      if (inSeconds !== undefined) {
        const copy = new Request(request.url, {
          method: "POST",
          headers: request.headers,
          body: await request.text(),
        });
        now.late.push({ arrive: () => now.move.simulator.fetch(copy).catch(() => undefined), inSeconds });
        throw new TypeError("fetch failed");
      }
      return now.move.simulator.fetch(request);
    },
  });
  const baseline = await readBaseline(move);
  party.current = {
    move,
    late: [],
    lost: new Set(),
    holding: [],
    isAborted: false,
    wasLiedTo: false,
    baseline,
    closed: {},
    approvedAt: {},
    reported: [],
    haltedAt: null,
  };
  return party.current;
}

const ownTokens = (move: Move): string[] => [
  ...move.simulator.simulation.state.tokens.map(({ token }) => token).filter((token) => token !== oldToken),
  `7302|${signupOf.appSecret}`,
];

/** Lets that many seconds pass for everyone; whatever is due by then arrives first. */
export async function passTime(fixture: ScheduleFixture, seconds: number): Promise<void> {
  for (const party of fixture.parties) await deliver(party, seconds);
  const reported = new Set<string>();
  for (const { move } of fixture.parties) {
    await move.passTime(seconds, { pauses: !reported.has(move.office.provider) });
    reported.add(move.office.provider);
  }
}

/** Delivers what arrives within that many seconds; without a limit, everything under way. */
export async function deliver(party: Party, seconds = Number.POSITIVE_INFINITY): Promise<void> {
  const { journal } = party.move.simulator.simulation;
  for (const { arrive, inSeconds } of party.late.splice(0)) {
    if (inSeconds > seconds) {
      party.late.push({ arrive, inSeconds: inSeconds - seconds });
      continue;
    }
    const before = journal.list({}).length;
    await arrive();
    for (const { seq } of journal.list({}).slice(before)) party.lost.add(seq);
  }
}

/** Starts a worker, which runs to its first point. */
export async function employ(
  fixture: ScheduleFixture,
  party: Party,
  engine: EngineUnderTest,
  run: (wrap: Wrap) => Promise<unknown>,
): Promise<Worker> {
  const broken = engine.wrap?.(fixture) ?? {};
  const worker = await startWorker(run, broken, (message) => fixture.violations.push(message));
  fixture.workers.push({ party, worker });
  return worker;
}

/** Checks that our state and Meta's still agree. */
export async function watch(fixture: ScheduleFixture): Promise<void> {
  for (const party of fixture.parties) fixture.violations.push(...(await claimFaults(party)));
  // Lets the process's timers and sockets run.
  await sleep(0);
}
