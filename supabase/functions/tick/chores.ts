/** What the desk does by itself, in this order. */
import type { EngineWorld } from "../_shared/engine/engine-world.ts";
import type { Chore } from "./chore.ts";
import { windowsChore } from "./windows-chore.ts";

export function choresOf({ engine, store }: EngineWorld): readonly Chore[] {
  return [{ name: "moves", work: engine.workDue }, windowsChore(store)];
}
