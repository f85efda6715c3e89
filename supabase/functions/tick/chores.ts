/** What the desk does by itself, in this order. */
import type { EngineWorld } from "../_shared/engine/engine-world.ts";
import type { Logger } from "../_shared/log.ts";
import { createAfterChecksChore } from "./after-checks-chore.ts";
import { calendarsChore } from "./calendars-chore.ts";
import type { TokenKeys } from "../_shared/tokens/token-crypto.ts";
import type { Chore } from "./chore.ts";
import { clocksChore } from "./clocks-chore.ts";
import { createProbesChore } from "./probes-chore.ts";
import { createReadingChore } from "./reading-chore.ts";
import { createResealChore } from "./reseal-chore.ts";
import { templateReadingsChore } from "./template-readings-chore.ts";
import { webhooksChore } from "./webhooks-chore.ts";
import { windowsChore } from "./windows-chore.ts";

/** `now`: ms since 1970. */
export function choresOf(
  world: EngineWorld,
  keys: TokenKeys,
  now: () => number,
  log: Logger,
): readonly Chore[] {
  return [
    { name: "moves", work: world.engine.workDue },
    createProbesChore(world),
    webhooksChore(world.webhooks, now, log),
    windowsChore(world.chores),
    calendarsChore(world.chores, now),
    clocksChore(world.chores),
    // Last, since Meta may take its time to answer.
    createReadingChore(world, now, log),
    templateReadingsChore(world),
    createAfterChecksChore(world, now),
    createResealChore(world.connections, keys, log),
  ];
}
