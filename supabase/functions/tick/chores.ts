/** What the desk does by itself, in this order. */
import type { EngineWorld } from "../_shared/engine/engine-world.ts";
import type { Chore } from "./chore.ts";
import { templateReadingsChore } from "./template-readings-chore.ts";
import { windowsChore } from "./windows-chore.ts";

export function choresOf(world: EngineWorld): readonly Chore[] {
  return [
    { name: "moves", work: world.engine.workDue },
    windowsChore(world.store),
    templateReadingsChore(world),
  ];
}
