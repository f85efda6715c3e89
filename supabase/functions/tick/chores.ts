/** What the desk does by itself, side by side: the moves, the mails, each job that waits for Meta, and the rest in this order. */
import type { EngineWorld } from "../_shared/engine/engine-world.ts";
import type { Logger } from "../_shared/log.ts";
import type { SendMail } from "../_shared/mail.ts";
import { createAfterChecksChore } from "./after-checks-chore.ts";
import { auditChore } from "./audit-chore.ts";
import { calendarsChore } from "./calendars-chore.ts";
import type { TokenKeys } from "../_shared/tokens/token-crypto.ts";
import type { Chore } from "./chore.ts";
import { clientMailsChore } from "./client-mails-chore.ts";
import { clocksChore } from "./clocks-chore.ts";
import { headsChore } from "./heads-chore.ts";
import { invitationsChore } from "./invitations-chore.ts";
import { createProbesChore } from "./probes-chore.ts";
import { createReadingChore } from "./reading-chore.ts";
import { createResealChore } from "./reseal-chore.ts";
import { templateReadingsChore } from "./template-readings-chore.ts";
import { tokenNoticesChore } from "./token-notices-chore.ts";
import { webhooksChore } from "./webhooks-chore.ts";
import { windowsChore } from "./windows-chore.ts";

type ChoreWorld = EngineWorld & {
  sendMail: SendMail | undefined;
  /** Where people sign in, for the mails. */
  deskUrl: string | undefined;
};

/** `now`: ms since 1970; `staysOn`: whether the moves go on looking for work until their time is over. */
export function choresOf(
  world: ChoreWorld,
  keys: TokenKeys,
  now: () => number,
  log: Logger,
  staysOn: boolean,
): readonly (readonly Chore[])[] {
  const moves: Chore = { name: "moves", work: (milliseconds) => world.engine.workDue(milliseconds, staysOn) };
  // A mail service that hangs delays mail alone; each has its part of the time, so that none takes it all.
  const mails = [
    { ...invitationsChore(world, world.deskUrl, log), share: 1 / 2 },
    { ...clientMailsChore(world, world.deskUrl, log), share: 2 / 3 },
    { ...tokenNoticesChore(world, world.deskUrl, log), share: 1 / 2 },
    headsChore(world, log),
  ];
  const others = [
    // First, since it is quick and must not wait behind Meta.
    auditChore(world.chores, now),
    { name: "conflicts", work: () => world.chores.tellConflicts(100) },
    { name: "unsent_mails", work: () => world.chores.tellUnsentMails(100) },
    { name: "cut_off_acts", work: () => world.chores.closeCutOffActs(100) },
    // They say what the moves wait for.
    webhooksChore(world.webhooks, now, log),
    windowsChore(world.chores),
    calendarsChore(world.chores, now, log),
    clocksChore(world.chores),
    { name: "sweep", work: () => world.chores.sweep(1000) },
    createResealChore(world.connections, keys, log),
  ];
  // Meta may take its time to answer one of them.
  const readings = [
    createProbesChore(world, log),
    createReadingChore(world, log),
    templateReadingsChore(world, log),
    createAfterChecksChore(world, now, log),
  ];
  return [[moves], mails, others, ...readings.map((chore) => [chore])];
}
