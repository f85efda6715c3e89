/** What the desk does by itself, in this order. */
import type { EngineWorld } from "../_shared/engine/engine-world.ts";
import { calendarsChore } from "./calendars-chore.ts";
import type { Chore } from "./chore.ts";
import { clocksChore } from "./clocks-chore.ts";
import { windowsChore } from "./windows-chore.ts";

/** `now`: ms since 1970. */
export function choresOf({ engine, chores }: EngineWorld, now: () => number): readonly Chore[] {
  return [
    { name: "moves", work: engine.workDue },
    windowsChore(chores),
    calendarsChore(chores, now),
    clocksChore(chores),
  ];
}
