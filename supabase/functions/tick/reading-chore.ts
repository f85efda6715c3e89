/** Reads again, slowly and fairly, what the checks of waiting requests rest on; one that fails or hangs keeps no other waiting. */
import type { ChoreStore } from "../_shared/engine/chore-store.ts";
import type { EngineWorld } from "../_shared/engine/engine-world.ts";
import type { Logger } from "../_shared/log.ts";
import { Refusal } from "#domain/commands/refusal.ts";
import { type Chore, rowsAtOnce } from "./chore.ts";

/** In one pass: the tick comes again in seconds. */
const maxReadings = 5;
const maxRequests = 50;

type World = Pick<EngineWorld, "readings" | "reader"> & { chores: Pick<ChoreStore, "noteFailure"> };

export function createReadingChore({ readings, reader, chores }: World, log: Logger): Chore {
  const naming = {
    log,
    chore: "readings",
    row: ({ request }: { request: string }) => request,
    noteFailure: chores.noteFailure,
  };
  return {
    name: "readings",
    async work() {
      const kept = await readings.keep(maxRequests);
      let refused = 0;
      const worked = await rowsAtOnce(
        await readings.due(maxReadings),
        (order) =>
          reader.read(order, false).catch((error: unknown) => {
            if (!(error instanceof Refusal)) throw error;
            refused += 1;
            log.info("not_read", { request: order.request, code: error.code });
          }),
        naming,
      );
      return kept + worked - refused;
    },
  };
}
