/** Reminds, chases, escalates and lets drafts expire, when their clocks say so. */
import type { ChoreStore } from "../_shared/engine/chore-store.ts";
import type { Chore } from "./chore.ts";

const perCall = 100;

export function clocksChore({ keepClocks }: Pick<ChoreStore, "keepClocks">): Chore {
  return { name: "clocks", work: () => keepClocks(perCall) };
}
