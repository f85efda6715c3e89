/** Refreshes, slowly and fairly, the evidence for waiting requests' checks; one that fails or hangs blocks no other. */
import type { EngineServices } from "../../_shared/engine/engine-services.ts";
import type { Logger } from "../../_shared/log.ts";
import { Refusal } from "#domain/commands/refusal.ts";
import { type Job, rowsAtOnce } from "./job.ts";

/** In one pass: the tick runs again within seconds. */
const maxReadings = 5;
const maxRequests = 50;

type Services = Pick<EngineServices, "readings" | "reader" | "call">;

export function createReadingJob({ readings, reader, call }: Services, log: Logger): Job {
  const naming = {
    log,
    job: "readings",
    row: ({ request }: { request: string }) => request,
    setAside: call,
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
