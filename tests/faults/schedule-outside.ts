/** Events from outside a move: webhooks in any order and number, and the kill switch. */
import fc from "fast-check";
import { commandsAs } from "../fixtures/engine/engine-commands.ts";
import { metaIds } from "../fixtures/move/move-fixture.ts";
import {
  body,
  digits,
  quality,
  seconds,
  type WebhookEvent,
  webhookFixture,
} from "../fixtures/webhooks/webhook-fixture.ts";
import type { Party } from "./schedule-invariants.ts";
import { attempt, command, partyOf } from "./schedule-model.ts";
import type { ScheduleFixture } from "./schedule-fixture.ts";

const news = [
  "FLAGGED",
  "DOWNGRADE",
  "UNFLAGGED",
  "name rejected",
  "name approved",
  "PIN reset asked",
] as const;
type News = (typeof news)[number];

/** The alarm that one of them opens. */
const alarms: Partial<Record<News, string>> = {
  FLAGGED: "QUALITY_DROPPED",
  DOWNGRADE: "QUALITY_DROPPED",
  "name rejected": "NAME_REJECTED",
  "PIN reset asked": "TWO_STEP_RESET_REQUESTED",
};

/** Never the same twice: `serial` distinguishes similar events. */
function valueOf({ move }: Party, what: News, serial: number): Omit<WebhookEvent, "waba"> {
  const display_phone_number = digits(move);
  if (what === "name rejected" || what === "name approved") {
    const decision = what === "name rejected" ? "REJECTED" : "APPROVED";
    return { field: "phone_number_name_update", value: { display_phone_number, decision, serial } };
  }
  if (what === "PIN reset asked")
    return { field: "security", value: { display_phone_number, event: "PIN_RESET_REQUEST", serial } };
  return quality(move, what, { serial });
}

/** About the number in the account where Portdesk has it by now. */
async function eventOf(fixture: ScheduleFixture, party: Party, what: News): Promise<WebhookEvent> {
  const [row] = await fixture.database.sql<{ waba: string | null }[]>`
    select destination_waba_id as waba from public.migration_requests where id = ${party.move.request}`;
  return { ...valueOf(party, what, (fixture.events += 1)), waba: row?.waba ?? metaIds.destination };
}

const inboxOf = ({ database }: ScheduleFixture) => webhookFixture(() => database);

/** As Meta repeats itself: the same change in a body with another time. */
async function post(fixture: ScheduleFixture, events: readonly WebhookEvent[]): Promise<void> {
  for (const [index, one] of events.entries())
    await inboxOf(fixture).receive(body({ ...one, time: seconds(-index - fixture.repeats++) }));
}

const which = fc.nat({ max: 1 });
const webhookCommands = fc
  .tuple(
    which,
    fc.constantFrom(...news),
    fc.constantFrom<"once" | "twice" | "later">("once", "twice", "later"),
  )
  .map(([index, what, how]) =>
    command(`Meta reports ${how}: ${what} at ${index}`, async ({ fixture, engine }) => {
      const party = partyOf({ fixture, engine }, index);
      const reported = await eventOf(fixture, party, what);
      const alarm = alarms[what];
      if (alarm !== undefined) party.reported.push(alarm);
      if (how === "later") fixture.underWay.push(reported);
      else await post(fixture, how === "twice" ? [reported, reported] : [reported]);
    }),
  );
const readings = fc.constant(
  command("Meta's reports are read", async ({ fixture }) => inboxOf(fixture).process()),
);
const arrivals = fc.constant(
  command("Meta's late reports arrive, the last first, each twice", async ({ fixture }) => {
    const late = fixture.underWay.splice(0).toReversed();
    await post(fixture, [...late, ...late]);
    await inboxOf(fixture).process();
  }),
);

async function halt({ move }: Party): Promise<boolean> {
  const { manager, provider } = move.office;
  const reason = { p_provider: provider, p_reason: "Meta reports an incident" };
  return attempt(() => commandsAs(move.database.sql, manager)("halt_moves", reason));
}

async function resume({ move }: Party): Promise<boolean> {
  const { manager, provider } = move.office;
  return attempt(() => commandsAs(move.database.sql, manager)("resume_moves", { p_provider: provider }));
}

const ofOffice = (fixture: ScheduleFixture, { move }: Party): Party[] =>
  fixture.parties.filter((other) => other.move.office.provider === move.office.provider);

const halts = which.map((index) =>
  command(`the office of ${index} stops all of its moves`, async ({ fixture, engine }) => {
    const party = partyOf({ fixture, engine }, index);
    if (!(await halt(party))) return;
    for (const stopped of ofOffice(fixture, party)) stopped.haltedAt = await fenceOf(stopped);
  }),
);
const resumptions = which.map((index) =>
  command(`the office of ${index} resumes its moves`, async ({ fixture, engine }) => {
    const party = partyOf({ fixture, engine }, index);
    for (const free of ofOffice(fixture, party)) free.haltedAt = null;
    await resume(party);
  }),
);

async function fenceOf({ move }: Party): Promise<number> {
  const [row] = await move.database.sql<{ fence: number }[]>`
    select fence::int from public.migration_requests where id = ${move.request}`;
  return row?.fence ?? 0;
}

/** Nothing is stopped any more, and all that Meta reported has arrived. */
export async function endOutside(fixture: ScheduleFixture): Promise<void> {
  for (const party of fixture.parties) {
    party.haltedAt = null;
    await resume(party);
  }
  await post(fixture, fixture.underWay.splice(0));
  await inboxOf(fixture).process();
}

/** After the move's end each report from Meta counts once, however often it arrives, and earlier ones not again. */
export async function alarmFaults(fixture: ScheduleFixture, party: Party): Promise<string[]> {
  const inbox = inboxOf(fixture);
  const timesOf = async (code: string) =>
    (await inbox.alarmsOf(party.move)).find((alarm) => alarm.code === code)?.times ?? 0;
  const faults: string[] = [];
  for (const code of new Set(party.reported)) {
    const [times, most] = [await timesOf(code), party.reported.filter((one) => one === code).length];
    if (times > most) faults.push(`${code}: reported ${most} times, counted ${times} times`);
  }
  const before = await timesOf("QUALITY_DROPPED");
  const last = await eventOf(fixture, party, "FLAGGED");
  await post(fixture, [last, last]);
  await inbox.process();
  const more = (await timesOf("QUALITY_DROPPED")) - before;
  if (more !== 1) faults.push(`reported once after the end, counted ${more} times`);
  return faults;
}

/** Weighted by how often each is listed. */
export const outsideCommands = [
  webhookCommands,
  webhookCommands,
  webhookCommands,
  readings,
  readings,
  arrivals,
  halts,
  resumptions,
  resumptions,
];
