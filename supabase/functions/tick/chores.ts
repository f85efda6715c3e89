/** What the desk does by itself, in this order. */
import type { EngineWorld } from "../_shared/engine/engine-world.ts";
import type { Logger } from "../_shared/log.ts";
import type { Chore } from "./chore.ts";
import { createReadingChore } from "./reading-chore.ts";
import { windowsChore } from "./windows-chore.ts";

export function choresOf(world: EngineWorld, log: Logger): readonly Chore[] {
  return [
    { name: "moves", work: world.engine.workDue },
    createReadingChore(world, Date.now, log),
    windowsChore(world.store),
  ];
}
