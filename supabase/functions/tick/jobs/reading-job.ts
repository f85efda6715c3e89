/** Refreshes, slowly and fairly, the evidence for waiting requests' checks; one that fails or hangs blocks no other. */
import type { EngineServices } from "../../_shared/engine/engine-services.ts";
import type { Logger } from "../../_shared/log.ts";
import { Refusal } from "#domain/commands/refusal.ts";
import { type Job, rowsWhileDue } from "./job.ts";

/** In one pass: the tick runs again within seconds. */
const maxRequests = 50;

type Services = Pick<EngineServices, "readings" | "reader" | "call">;

/** `now`: ms since 1970. */
export function createReadingJob({ readings, reader, call }: Services, now: () => number, log: Logger): Job {
  const naming = {
    log,
    job: "readings",
    row: ({ request }: { request: string }) => request,
    setAside: call,
  };
  return {
    name: "readings",
    async work(milliseconds) {
      const until = now() + milliseconds;
      const kept = await readings.keep(maxRequests);
      let refused = 0;
      const worked = await rowsWhileDue(
        readings.due,
        (order) =>
          reader.read(order, false).catch((error: unknown) => {
            if (!(error instanceof Refusal)) throw error;
            refused += 1;
            log.info("not_read", { request: order.request, code: error.code });
          }),
        { ...naming, most: await readings.atOnce(), isOver: () => now() >= until },
      );
      return kept + worked - refused;
    },
  };
}
