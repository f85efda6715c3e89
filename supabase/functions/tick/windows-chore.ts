/** Tells of agreed windows that are a day or an hour away, or were missed. */
import type { ChoreStore } from "../_shared/engine/chore-store.ts";
import type { Chore } from "./chore.ts";

const perCall = 100;

export function windowsChore({ announceWindows }: Pick<ChoreStore, "announceWindows">): Chore {
  return { name: "windows", work: () => announceWindows(perCall) };
}
