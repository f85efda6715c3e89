/** Reads again, slowly and fairly, what the checks of waiting requests rest on; one that fails keeps no other waiting. */
import { CutoverRefusal } from "#domain/cutover/cutover-store.ts";
import type { EngineWorld } from "../_shared/engine/engine-world.ts";
import type { Logger } from "../_shared/log.ts";
import { Refusal } from "../_shared/refusal.ts";
import type { Chore } from "./chore.ts";

/** In one pass: the tick comes again in seconds. */
const mostReadings = 5;
const mostRequests = 50;

type World = Pick<EngineWorld, "readings" | "reader">;

/** `now`: milliseconds since 1970. */
export function createReadingChore({ readings, reader }: World, now: () => number, log: Logger): Chore {
  return {
    name: "readings",
    share: 1 / 2,
    async work(milliseconds) {
      const until = now() + milliseconds;
      let done = await readings.keep(mostRequests);
      for (const order of await readings.due(mostReadings)) {
        if (now() >= until) break;
        try {
          await reader.read(order, false);
          done += 1;
        } catch (error) {
          const { request } = order;
          if (error instanceof Refusal || error instanceof CutoverRefusal)
            log.info("not_read", { request, code: error.code });
          else
            log.error("row_failed", {
              chore: "readings",
              request,
              message: error instanceof Error ? error.message : String(error),
            });
        }
      }
      return done;
    },
  };
}
